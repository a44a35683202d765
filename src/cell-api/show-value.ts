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
import type { Output } from "./outputs.ts";
import { pictureGallery } from "./picture-gallery.ts";
import { Pictures, picturesOutput } from "./pictures.ts";
import { tableOfRows } from "./table-columns.ts";

const TENSOR_VALUES = 400;

/** Undefined is shown as nothing. */
export async function showValue(value: unknown): Promise<Output[]> {
  if (value === undefined) return [];
  if (value instanceof Chart) return [value.output];
  if (value instanceof Pictures) return [await picturesOutput(value)];
  if (isElement(value)) return [{ type: "html", html: value.outerHTML }];
  if (value instanceof Html) return [{ type: "html", html: value.html }];
  if (value instanceof Markdown) return [{ type: "markdown", markdown: value.markdown }];
  if (value instanceof Dataset) {
    const profile = profileDataset(value, { sizeBytes: 0, droppedRowCount: 0, warnings: [] });
    return [{ type: "dataset", profile }];
  }
  if (value instanceof TrainedModel) return [{ type: "model", ...describeModel(value.model) }];
  if (value instanceof tf.LayersModel) return [{ type: "model", ...describeModel(value) }];
  if (value instanceof tf.Tensor) return [{ type: "text", text: await tensorText(value) }];
  const gallery = pictureGallery(value);
  if (gallery) return [gallery];
  const table = tableOfRows(value);
  return [table ?? { type: "text", text: inspect(value) }];
}

/** What Observable Plot makes: an element of a document that is not the page's. */
export function isElement(value: unknown): value is { outerHTML: string } {
  const element = value as { nodeType?: unknown; outerHTML?: unknown } | null;
  return typeof value === "object" && element?.nodeType === 1 && typeof element.outerHTML === "string";
}

async function tensorText(tensor: Tensor): Promise<string> {
  const head = `Tensor [${tensor.shape.join(", ")}] ${tensor.dtype}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  const data = await tensor.data();
  const values = Array.from(data.subarray ? data.subarray(0, TENSOR_VALUES) : data, (value) => Number(value));
  const width = tensor.shape.at(-1) ?? 1;
  const format = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(5));
  const stats = tensor.rank > 0 && tensor.dtype !== "string" ? [statsOf(data as ArrayLike<number>)] : [];
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
  return [head, ...stats, ...lines, ...more].join("\n");
}

/** "from -1.2 to 3.4, mean 0.51, 2 not finite". */
function statsOf(values: ArrayLike<number>): string {
  let [least, greatest, sum, finite] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const broken = values.length - finite;
  const notFinite = broken > 0 ? `${broken} not finite` : "";
  if (finite === 0) return notFinite || "no values";
  const short = (value: number) => String(Number(value.toPrecision(5)));
  const range = `from ${short(least)} to ${short(greatest)}, mean ${short(sum / finite)}`;
  return notFinite === "" ? range : `${range}, ${notFinite}`;
}
