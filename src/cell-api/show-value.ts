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
import { tableOfRows } from "./table-columns.ts";

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
  const gallery = pictureGallery(value);
  if (gallery) return [gallery];
  const table = tableOfRows(value);
  return [table ?? { type: "text", text: inspect(value) }];
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
