/** What was typed cannot be meant: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}
