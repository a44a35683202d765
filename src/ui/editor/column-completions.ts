// Within the quotes of `penguins.column("…", "…")`: the columns of that dataset, and the parts of any.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { partNames } from "#cell-api/api-docs.ts";
import type { NameInfo } from "#session/describe-names.ts";

const PART_ARGUMENT: Record<string, number> = { column: 1, rows: 0, count: 0, rowIndices: 0 };

export function columnCompletions(
  { state, pos }: CompletionContext,
  names: () => readonly NameInfo[],
): CompletionResult | null {
  const before = state.sliceDoc(state.doc.lineAt(pos).from, pos);
  const call =
    /([\p{L}_$][\p{L}\p{N}_$]*)\.(column|columnType|rows|count|rowIndices)\(([^()]*)["']([^"']*)$/u.exec(
      before,
    );
  if (!call) return null;
  const [, name = "", method = "", earlier = "", typed = ""] = call;
  const dataset = names().find((each) => each.name === name && each.type === "dataset");
  if (!dataset) return null;
  const argument = earlier.split(",").length - 1;
  const isPart = PART_ARGUMENT[method] === argument;
  const isColumn = argument === 0 && method.startsWith("column");
  const options = isPart
    ? partNames.map((label): Completion => ({ label, type: "value", detail: "part" }))
    : isColumn
      ? (dataset.columns ?? []).map((label): Completion => ({
          label,
          type: "column",
          detail: `column of ${name}`,
        }))
      : [];
  return options.length > 0 ? { from: pos - typed.length, options, validFor: /^[^"']*$/ } : null;
}
