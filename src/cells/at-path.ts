import { CairnError } from "#errors/cairn-error.ts";

/** An error that knows no place in the form, put at one; any other as it is. */
export function atPath(error: unknown, path: readonly string[]): unknown {
  if (!(error instanceof CairnError) || error.path) return error;
  return new CairnError(error.message, {
    code: error.code,
    path,
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
  });
}
