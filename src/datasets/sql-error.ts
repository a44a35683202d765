// What DuckDB says of a query, in our words and at the place that it drew. Apart from the database, which is a script of
// its own with its own copy of every class.
import { CairnError } from "#errors/cairn-error.ts";

/** @param text the query, as DuckDB was given it */
export function sqlError(error: unknown, text: string): CairnError {
  const message = error instanceof Error ? error.message : String(error);
  const said = message.split(/\n\n(?:LINE \d+:|Please try|Consider)/i)[0]!.trim();
  const [what = said, ...more] = said.split("\n");
  const extension = /in the (\w+) extension/.exec(message)?.[1];
  const hint = extension
    ? `DuckDB's extension "${extension}" is not here: queries read no network. A dataset cell reads Parquet and JSON.`
    : /file system operations are disabled/.test(message)
      ? "A query reads the tables of this notebook by their names: add the file by a dataset cell."
      : more.join(" ").replace("Candidate bindings:", "There is:").trim();
  const at = placeOf(message, text);
  return new CairnError(`sql: ${what.replace(/^(?:\w+ )*Error: /, "")}`, {
    code: "sql",
    ...(at && { at }),
    ...(hint !== "" && { hint }),
  });
}

/** `LINE 3:  select foo` and a caret below; of a long line only a part is shown, between dots. */
function placeOf(message: string, text: string): { line: number; column: number } | undefined {
  const drawn = /LINE (\d+): ([^\n]*)\n( *)\^/.exec(message);
  if (!drawn) return undefined;
  const line = Number(drawn[1]);
  const shown = drawn[2]!;
  const caret = drawn[3]!.length - `LINE ${line}: `.length;
  const cut = shown.startsWith("...") ? 3 : 0;
  const from = (text.split("\n")[line - 1] ?? "").indexOf(shown.slice(cut).replace(/\.\.\.$/, ""));
  return { line, column: Math.max(0, from) + caret - cut + 1 };
}
