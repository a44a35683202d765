// What is known of the names that cells define, for completion: which cell makes each, and of its value what the copy
// in the session tells. Nothing is run and nothing is asked of the sandbox.
import type { Encoded } from "#cell-api/codec.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import type { Analysis } from "./analysis.ts";
import type { CellState } from "./cell-state.ts";
import { valueSizeBytes } from "./copy-size.ts";

export type ValueType =
  | "dataset"
  | "trained-model"
  | "quantized-model"
  | "report"
  | "drift-report"
  | "model"
  | "tensor"
  | "array"
  | "object"
  | "string"
  | "number"
  | "boolean"
  | "date"
  | "map"
  | "set"
  | "bytes"
  | "unknown";

export interface ValueInfo {
  name: string;
  type: ValueType;
  /** "333 rows, 7 columns", "[3, 4] float32"; empty when nothing is known. */
  says: string;
  /** Of a plain object. */
  members?: ValueInfo[];
  /** Of a dataset. */
  columns?: readonly string[];
}

export interface NameInfo extends ValueInfo {
  cell: CellId;
  /** Of the copy, about; undefined where there is none. */
  sizeBytes?: number;
  /** "dataset", "ts", … of the cell that defines it. */
  kind: string;
}

const DEPTH_LIMIT = 3;
const MEMBER_LIMIT = 200;

const typesOfKinds: Record<string, ValueType> = {
  dataset: "dataset",
  sql: "dataset",
  train: "trained-model",
  evaluate: "report",
  monitor: "drift-report",
  quantize: "quantized-model",
  infer: "object",
  control: "number",
};

/** In the order of the notebook. */
export function describeNames(
  notebook: Notebook,
  { graph, facts }: Analysis,
  stateOf: (id: CellId) => CellState,
): NameInfo[] {
  return notebook.cells.flatMap((cell) => {
    const fact = facts.get(cell.id);
    return (fact?.defines ?? []).flatMap((name): NameInfo[] => {
      if (!fact || graph.owners.get(name) !== cell.id) return [];
      const state = stateOf(cell.id);
      const own = { cell: cell.id, kind: fact.kind };
      const copy = state.result?.copies.get(name);
      if (copy !== undefined)
        return [
          {
            ...describe(name, copy, DEPTH_LIMIT),
            sizeBytes: valueSizeBytes(copy),
            ...reportType(fact.kind),
            ...own,
          },
        ];
      return [{ name, type: typesOfKinds[fact.kind] ?? "unknown", ...fromOutputs(state), ...own }];
    });
  });
}

/** What is shown of a dataset tells its columns before it has run here. */
function fromOutputs({ outputs, result }: CellState): { says: string; columns?: readonly string[] } {
  const profile = outputs.find((output) => output.type === "dataset")?.profile;
  if (!profile) return { says: result || outputs.length > 0 ? "" : "not run yet" };
  const columns = profile.columns.map(({ name }) => name);
  return { says: tableSays(profile.rowCount, columns.length), columns };
}

function reportType(kind: string): { type?: ValueType } {
  const type = kind === "evaluate" || kind === "monitor" ? typesOfKinds[kind] : undefined;
  return type === undefined ? {} : { type };
}

function describe(name: string, value: Encoded, depth: number): ValueInfo {
  if (value === null || value === undefined) return { name, type: "unknown", says: String(value) };
  switch (typeof value) {
    case "number":
    case "boolean":
      return { name, type: typeof value as ValueType, says: String(value) };
    case "bigint":
      return { name, type: "unknown", says: `${value}n` };
    case "string":
      return { name, type: "string", says: JSON.stringify(shortened(value)) };
    default:
      return { name, ...describeObject(value, depth) };
  }
}

function describeObject(
  value: Exclude<Encoded, string | number | boolean | bigint | null | undefined>,
  depth: number,
): Omit<ValueInfo, "name"> {
  switch (value.$) {
    case "array":
      return { type: "array", says: `array of ${value.items.length}` };
    case "object": {
      const entries = value.entries.slice(0, MEMBER_LIMIT);
      const members = depth > 0 ? entries.map(([key, item]) => describe(key, item, depth - 1)) : [];
      return { type: "object", says: shortened(`{ ${entries.map(([key]) => key).join(", ")} }`), members };
    }
    case "date":
      return { type: "date", says: new Date(value.time).toISOString() };
    case "map":
      return { type: "map", says: `Map of ${value.entries.length}` };
    case "set":
      return { type: "set", says: `Set of ${value.items.length}` };
    case "bytes":
      return { type: "bytes", says: `${value.value.constructor.name}, ${value.value.byteLength} bytes` };
    case "tensor":
      return { type: "tensor", says: `tensor [${value.shape.join(", ")}] ${value.dtype}` };
    case "model":
      return { type: "model", says: "tf.LayersModel" };
    case "dataset": {
      const columns = value.data.columns.map((column) => column.name);
      return { type: "dataset", says: tableSays(value.data.rowCount, columns.length), columns };
    }
    case "trained-model": {
      const { target } = value.data.preprocessing;
      const answers = target.type === "classes" ? `one of ${target.classes.join(", ")}` : "a number";
      return { type: "trained-model", says: shortened(`answers ${target.name}: ${answers}`) };
    }
    case "quantized-model": {
      const { picked, files } = value.data;
      const formats = files.map(({ format }) => format).join(", ");
      return { type: "quantized-model", says: shortened(`${picked} of ${formats}`) };
    }
  }
}

function tableSays(rowCount: number, columnCount: number): string {
  return `${rowCount} rows, ${columnCount} columns`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
