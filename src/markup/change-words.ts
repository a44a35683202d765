// What became of a table, in a sentence: the page, the command line and exported files say the same.
import type { TableChange } from "#datasets/table-change-types.ts";
import { countOf } from "./format-number.ts";

/** "12 rows added, 3 removed, 5 changed (told apart by id); column x added". */
export function changeWords({ rows, columns, rowCounts }: TableChange): string {
  const counts = [
    [rows.added, "added"],
    [rows.removed, "removed"],
    [rows.changed, "changed"],
  ] as const;
  const said = counts.filter(([count]) => count > 0);
  const rowWords = said
    .map(([count, word], at) => `${at === 0 ? countOf(count, "row") : count} ${word}`)
    .join(", ");
  const matched = rows.matchedBy === undefined || rowWords === "" ? "" : ` (told apart by ${rows.matchedBy})`;
  const columnWords = [
    ...columns.added.map((name) => `column ${name} added`),
    ...columns.removed.map((name) => `column ${name} removed`),
    ...columns.retyped.map(({ name, from, to }) => `column ${name} holds ${to}, it held ${from}`),
  ];
  const parts = [
    ...(rowWords === "" ? [] : [`${rowWords}${matched}`]),
    ...(columnWords.length > 5 ? [`${columnWords.length} columns came, went or changed`] : columnWords),
    ...(rows.isReordered ? ["rows in another order"] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : `${countOf(rowCounts[1], "row")}, written otherwise`;
}
