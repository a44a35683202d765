import { CairnError } from "#errors/cairn-error.ts";

/** The error for a name in a body that stands for something of another kind. */
export function wrongInput(key: string, name: string, wanted: string, got: unknown): CairnError {
  const what =
    got === null || got === undefined ? String(got) : ((got as object).constructor?.name ?? typeof got);
  return new CairnError(`${key}: "${name}" must be ${wanted}, got ${what}`, {
    code: "wrong-input",
    path: [key],
  });
}
