// A trained model in several formats, each an ONNX file, one of them picked: what a quantize cell gives.
import { CairnError } from "#errors/cairn-error.ts";
import { type ContentHash, hashBytes, hashJson } from "#hashing/content-hash.ts";
import type { Preprocessing } from "#training/preprocessing.ts";
import type { ModelFormat } from "./formats.ts";

export interface QuantizedModelData {
  preprocessing: Preprocessing;
  /** float32 first, then in the order that was asked for. */
  files: { format: ModelFormat; bytes: Uint8Array }[];
  picked: ModelFormat;
  /** Least and greatest of each column of numbers among the training rows: the ends of a form's sliders. */
  ranges: Record<string, [least: number, greatest: number]>;
}

export class QuantizedModel {
  readonly picked: ModelFormat;
  readonly formats: readonly ModelFormat[];
  readonly contentHash: ContentHash;
  readonly #data: QuantizedModelData;

  constructor(data: QuantizedModelData) {
    this.#data = data;
    this.picked = data.picked;
    this.formats = Object.freeze(data.files.map(({ format }) => format));
    this.contentHash = quantizedHash(data);
    Object.freeze(this);
  }

  /** The ONNX file of a format; a copy. @throws CairnError naming the formats that there are */
  file(format: ModelFormat = this.picked): Uint8Array {
    return Uint8Array.from(fileOf(this.#data, format));
  }

  /** The stored form, for codecs. Not to be changed. */
  data(): QuantizedModelData {
    return this.#data;
  }
}

export function quantizedHash({ files, picked, preprocessing, ranges }: QuantizedModelData): ContentHash {
  return hashJson([
    files.map(({ format, bytes }) => [format, hashBytes(bytes)]),
    picked,
    preprocessing,
    ranges,
  ]);
}

/** @throws CairnError naming the formats that there are */
export function fileOf({ files, picked }: QuantizedModelData, format: ModelFormat = picked): Uint8Array {
  const found = files.find((file) => file.format === format);
  if (found) return found.bytes;
  throw new CairnError(
    `the quantized model has no format ${format}; it has: ${files.map((file) => file.format).join(", ")}`,
    { code: "no-format", path: ["format"], hint: "Name one of these, or add it to formats in its cell." },
  );
}
