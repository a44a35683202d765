// How a value is shown below its cell: tables as tables, models as their layers, tensors with their shape,
// the rest as text. Reads tensors asynchronously: a synchronous read of a GPU tensor loses the device.
import type { Tensor } from "@tensorflow/tfjs-core";
import { Dataset } from "#datasets/dataset.ts";
import { profileDataset } from "#datasets/profile-dataset.ts";
import { describeModel } from "#models/describe-model.ts";
import { tf } from "#models/tensorflow.ts";
import { TrainedModel } from "#training/trained-model.ts";
import { Chart, Html, Markdown } from "./displays.ts";
import { inspect } from "./inspect.ts";
import type { Output, TableOutput, TableValue } from "./outputs.ts";

const TABLE_ROWS = 200;
const TABLE_COLUMNS = 100;
const TENSOR_VALUES = 400;

/** Undefined is shown as nothing. */
export async function showValue(value: unknown): Promise<Output[]> {
  if (value === undefined) return [];
  if (value instanceof Chart) return [value.output];
  if (value instanceof Html) return [{ type: "html", html: value.html }];
  if (value instanceof Markdown) return [{ type: "markdown", markdown: value.markdown }];
  if (value instanceof Dataset) {
    const profile = profileDataset(value, { sizeBytes: 0, droppedRowCount: 0, warnings: [] });
    return [{ type: "dataset", profile }];
  }
  if (value instanceof TrainedModel) return [{ type: "model", ...describeModel(value.model) }];
  if (value instanceof tf.LayersModel) return [{ type: "model", ...describeModel(value) }];
  if (value instanceof tf.Tensor) return [{ type: "text", text: await tensorText(value) }];
  const table = asTable(value);
  return [table ?? { type: "text", text: inspect(value) }];
}

/** An array of plain objects with common keys becomes a table. */
function asTable(value: unknown): TableOutput | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows = value.slice(0, TABLE_ROWS) as unknown[];
  if (!rows.every(isRow)) return undefined;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, TABLE_COLUMNS);
  if (names.length === 0) return undefined;
  const columns = names.map((name) => ({
    name,
    type: rows.every((row) => row[name] == null || typeof row[name] === "number")
      ? ("number" as const)
      : ("text" as const),
  }));
  return {
    type: "table",
    columns,
    rows: rows.map((row) => names.map((name) => tableValue(row[name]))),
    rowCount: value.length,
  };
}

function isRow(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || prototype === Object.prototype;
}

function tableValue(value: unknown): TableValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return inspect(value, { depth: 1, items: 8, characters: 200 });
}

async function tensorText(tensor: Tensor): Promise<string> {
  const head = `Tensor [${tensor.shape.join(", ")}] ${tensor.dtype}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  const data = await tensor.data();
  const values = Array.from(data.subarray ? data.subarray(0, TENSOR_VALUES) : data, (value) => Number(value));
  const width = tensor.shape.at(-1) ?? 1;
  const format = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(5));
  if (tensor.rank === 0) return `${head}\n${format(values[0])}`;
  const lines: string[] = [];
  for (let start = 0; start < values.length; start += width) {
    lines.push(
      `[${values
        .slice(start, start + width)
        .map(format)
        .join(", ")}]`,
    );
  }
  const more = data.length > values.length ? [`… ${data.length - values.length} more values`] : [];
  return [head, ...lines, ...more].join("\n");
}
