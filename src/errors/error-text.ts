import { CairnError } from "./cairn-error.ts";

/** An error as a sentence or two for a person: what, where in the file, what to do. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof CairnError)) return error.message;
  const { message, at, hint } = error;
  const where = at === undefined ? "" : ` (line ${at.line}, column ${at.column})`;
  return `${message}${where}${hint === undefined ? "" : `. ${hint}`}`;
}
