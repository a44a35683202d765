// Rows as a model's ONNX file takes them: a tensor for each column.
import type { CellValue } from "#datasets/column.ts";
import { isPicture } from "#datasets/picture.ts";
import type { OnnxValue } from "#inference/onnx-runtime.ts";
import type { AboutFile } from "#training/trained-model-file.ts";

/**
 * A missing value is NaN or an empty text.
 * @param valueOf of a column, for rows from 0 to count - 1
 */
export function fileInputs(
  { features }: Pick<AboutFile, "features">,
  count: number,
  valueOf: (column: string, row: number) => CellValue | undefined,
): Record<string, OnnxValue> {
  const inputs = features.map(({ name, input, element }): [string, OnnxValue] => {
    const values = Array.from({ length: count }, (_, row) => valueOf(name, row));
    const shape = [count, 1];
    if (element === "string") {
      const words = values.map((value) => (typeof value === "string" ? value : ""));
      return [input, { type: "string", shape, values: words }];
    }
    if (element === "uint8") return [input, picturesOf(values)];
    const numbers = values.map((value) => (typeof value === "number" ? value : NaN));
    return element === "double"
      ? [input, { type: "float64", shape, values: Float64Array.from(numbers) }]
      : [input, { type: "float32", shape, values: Float32Array.from(numbers) }];
  });
  return Object.fromEntries(inputs);
}

/** @param values pictures of one size, at least one */
function picturesOf(values: readonly unknown[]): OnnxValue {
  const pictures = values.filter(isPicture);
  const [{ height, width, channels }] = pictures;
  const size = height * width * channels;
  const pixels = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, i) => pixels.set(picture.pixels, i * size));
  return { type: "uint8", shape: [pictures.length, height, width, channels], values: pixels };
}
