// What the type checker is told of a notebook: the texts of its code, and what values its forms make. Plain data: it
// crosses to a worker.
import type { CellView, CodeCellView } from "#session/session-view.ts";

export interface ProgramCell {
  id: string;
  language: "ts" | "js";
  body: string;
}

/** A cell whose value is told by its form. */
export interface FormCell {
  id: string;
  language: "form";
  name: string;
  /** The type of its value, in the words of cell-types.ts. */
  type: string;
}

/** In page order, without the cells that are turned off. */
export function programCells(views: readonly CellView[]): (ProgramCell | FormCell)[] {
  return views.flatMap((view): (ProgramCell | FormCell)[] => {
    if (view.type !== "code" || view.status === "disabled") return [];
    const { id, language, body, name } = view;
    // An editor's lines end with \n, and places are counted there.
    if (language === "ts" || language === "js")
      return [{ id, language, body: body.replaceAll(/\r\n?/g, "\n") }];
    const type = typeOfForm(view);
    return type === undefined ? [] : [{ id, language: "form", name, type }];
  });
}

function typeOfForm(view: CodeCellView): string | undefined {
  switch (view.kind) {
    case "dataset":
      return datasetType(view);
    case "sql":
      return /^\w+$/.test(view.name) ? queryType(view) : undefined;
    case "train":
      return "TrainedModel";
    case "evaluate":
      return "Report";
    case "quantize":
      return "QuantizedModel";
    case "infer":
      return "Prediction";
    case "monitor":
      return "DriftReport";
    case "control":
      return controlType(view);
    default:
      return undefined;
  }
}

const columnTypes = { number: "number", category: "string", text: "string", picture: "Picture" };

/** Its columns are known once it has run; what a stale one shows may no longer be so. */
function datasetType({ outputs, status }: CodeCellView): string {
  const profile = outputs.find((output) => output.type === "dataset")?.profile;
  if (!profile || status === "stale") return "Dataset";
  return datasetOf(profile.columns);
}

function queryType({ outputs, status }: CodeCellView): string {
  const table = outputs.find((output) => output.type === "table");
  if (!table || status === "stale" || table.columnCount !== undefined) return "Dataset";
  return datasetOf(table.columns);
}

function datasetOf(columns: readonly { name: string; type: keyof typeof columnTypes }[]): string {
  return `Dataset<{ ${columns.map(({ name, type }) => `${JSON.stringify(name)}: ${columnTypes[type]}`).join("; ")} }>`;
}

function controlType({ body }: CodeCellView): string {
  const entry = (key: string) => new RegExp(`^${key}:\\s*["']?(\\w+)`, "m").exec(body)?.[1] ?? "";
  switch (entry("type")) {
    case "slider":
    case "number":
      return "number";
    case "text":
      return "string";
    case "drawing":
    case "camera":
      return "Picture";
    case "file":
      return (
        { text: "string", path: "string", "": "string", bytes: "Uint8Array", picture: "Picture" }[
          entry("as")
        ] ?? "any"
      );
    default:
      return "any"; // a choice has words and numbers
  }
}
