// Tables as HTML, for files of other programs.
import type { TableValue } from "#cell-api/outputs.ts";
import { escapeHtml } from "#markup/escape-html.ts";
import type { PlainTable } from "./output-parts.ts";

export function htmlTable({ caption, columns, rows }: PlainTable): string {
  const isNumber = columns.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  const cell = (tag: string, value: TableValue, at: number) =>
    `<${tag}${isNumber[at] ? ' class="num"' : ""}>${escapeHtml(value === null ? "" : String(value))}</${tag.split(" ")[0]}>`;
  return [
    "<table>",
    ...(caption === undefined ? [] : [`<caption>${escapeHtml(caption)}</caption>`]),
    `<thead><tr>${columns.map((name, at) => cell('th scope="col"', name, at)).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => `<tr>${row.map((value, at) => cell("td", value, at)).join("")}</tr>`),
    "</tbody></table>",
  ].join("\n");
}
