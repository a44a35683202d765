// Values as data and back, so that they survive a Stop and can be kept: plain data, Date, Map, Set, typed
// arrays, Tensor, Model, Dataset, TrainedModel, Report. What holds a function, a class instance, a proxy or a
// GPU object has no codec, and structured clone would corrupt it without a word.
import type { Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { Dataset, type DatasetData } from "#datasets/dataset.ts";
import { hashBytes, hashJson, type ContentHash } from "#hashing/content-hash.ts";
import {
  modelArtifacts,
  modelFromArtifacts,
  modelHash,
  type ModelArtifacts,
} from "#models/model-artifacts.ts";
import { tf } from "#models/tensorflow.ts";
import { QuantizedModel, type QuantizedModelData, quantizedHash } from "#quantization/quantized-model.ts";
import { TrainedModel, type TrainedModelData } from "#training/trained-model.ts";

/** Survives structured clone. Plain values stand for themselves; objects are tagged by `$`. */
export type Encoded =
  | null
  | undefined
  | boolean
  | number
  | string
  | bigint
  | { $: "array"; items: Encoded[] }
  | { $: "object"; entries: [string, Encoded][] }
  | { $: "date"; time: number }
  | { $: "map"; entries: [Encoded, Encoded][] }
  | { $: "set"; items: Encoded[] }
  | { $: "bytes"; value: ArrayBufferView | ArrayBuffer }
  | { $: "tensor"; shape: number[]; dtype: string; values: Float32Array | Int32Array | Uint8Array | string[] }
  | { $: "model"; artifacts: ModelArtifacts }
  | { $: "dataset"; data: DatasetData }
  | { $: "trained-model"; data: TrainedModelData }
  | { $: "quantized-model"; data: QuantizedModelData };

/** Thrown inside only: the value, or something in it, has no codec. */
class NoCodec extends Error {}

const NODE_LIMIT = 1_000_000;
/** Plain data above this has no content hash; its key stands for it. */
const HASH_LIMIT_BYTES = 2 ** 20;

/** Undefined when there is no codec for it, or when it would be larger than `limitBytes`. */
export async function encode(
  value: unknown,
  limitBytes: number,
): Promise<{ encoded: Encoded; sizeBytes: number } | undefined> {
  const encoder = new Encoder(limitBytes);
  try {
    return { encoded: await encoder.encode(value), sizeBytes: encoder.sizeBytes };
  } catch {
    return undefined; // NoCodec, or a proxy that throws when it is read
  }
}

export async function decode(encoded: Encoded): Promise<unknown> {
  if (encoded === null || typeof encoded !== "object") return encoded;
  switch (encoded.$) {
    case "array":
      return Object.freeze(await Promise.all(encoded.items.map(decode)));
    case "object": {
      const entries = await Promise.all(
        encoded.entries.map(async ([key, item]) => [key, await decode(item)] as const),
      );
      return Object.freeze(Object.fromEntries(entries));
    }
    case "date":
      return new Date(encoded.time);
    case "map":
      return new Map(
        await Promise.all(
          encoded.entries.map(async ([key, item]) => [await decode(key), await decode(item)] as const),
        ),
      );
    case "set":
      return new Set(await Promise.all(encoded.items.map(decode)));
    case "bytes":
      return structuredClone(encoded.value);
    case "tensor":
      return tf.tensor(encoded.values as Float32Array, encoded.shape, encoded.dtype as "float32");
    case "model":
      return modelFromArtifacts(encoded.artifacts);
    case "dataset":
      return new Dataset(encoded.data);
    case "trained-model":
      return TrainedModel.fromData(encoded.data);
    case "quantized-model":
      return new QuantizedModel(encoded.data);
  }
}

/** The hash of what a value is, for those that have one (a key takes it); undefined for the others. */
export function contentHashOf(encoded: Encoded, sizeBytes: number): ContentHash | undefined {
  if (encoded !== null && typeof encoded === "object") {
    if (encoded.$ === "dataset") return encoded.data.contentHash;
    if (encoded.$ === "quantized-model") return quantizedHash(encoded.data);
    if (encoded.$ === "model") return modelHash(encoded.artifacts);
    if (encoded.$ === "trained-model") {
      const { artifacts, preprocessing, output } = encoded.data;
      return hashJson([modelHash(artifacts), preprocessing, output]);
    }
  }
  if (sizeBytes > HASH_LIMIT_BYTES) return undefined;
  return hashJson(hashable(encoded));
}

function hashable(encoded: Encoded): unknown {
  if (encoded === undefined) return { $: "undefined" };
  if (typeof encoded === "bigint") return { $: "bigint", text: String(encoded) };
  if (Object.is(encoded, -0)) return { $: "-0" }; // canonical JSON takes it for 0
  if (encoded === null || typeof encoded !== "object") return encoded;
  switch (encoded.$) {
    case "array":
    case "set":
      return [encoded.$, encoded.items.map(hashable)];
    case "object":
      return [encoded.$, encoded.entries.map(([key, item]) => [key, hashable(item)])];
    case "map":
      return [encoded.$, encoded.entries.map(([key, item]) => [hashable(key), hashable(item)])];
    case "date":
      return ["date", encoded.time];
    case "bytes":
      return ["bytes", encoded.value.constructor.name, hashBytes(bytesOf(encoded.value))];
    case "tensor":
      return [
        "tensor",
        encoded.dtype,
        encoded.shape,
        Array.isArray(encoded.values) ? encoded.values : hashBytes(bytesOf(encoded.values)),
      ];
    default:
      return contentHashOf(encoded, 0);
  }
}

class Encoder {
  sizeBytes = 0;
  #nodes = 0;
  readonly #limitBytes: number;
  readonly #open = new Set<object>();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  async encode(value: unknown): Promise<Encoded> {
    if (++this.#nodes > NODE_LIMIT) throw new NoCodec();
    if (typeof value === "string") this.#count(value.length * 2);
    else this.#count(8);
    if (typeof value === "function" || typeof value === "symbol") throw new NoCodec();
    if (value === null || typeof value !== "object") return value as Encoded;
    if (this.#open.has(value)) throw new NoCodec(); // a cycle
    this.#open.add(value);
    try {
      return await this.#encodeObject(value);
    } finally {
      this.#open.delete(value);
    }
  }

  async #encodeObject(value: object): Promise<Encoded> {
    if (value instanceof Dataset) {
      const data = value.data();
      for (const column of data.columns)
        this.#count(column.type === "picture" ? column.pixels.length : column.values.length * 8);
      return { $: "dataset", data };
    }
    if (value instanceof TrainedModel) {
      const data = await value.data();
      this.#count(data.artifacts.weights.length);
      return { $: "trained-model", data };
    }
    if (value instanceof QuantizedModel) {
      const data = value.data();
      for (const { bytes } of data.files) this.#count(bytes.length);
      return { $: "quantized-model", data };
    }
    if (value instanceof tf.Tensor) return this.#encodeTensor(value);
    if (value instanceof tf.LayersModel) return this.#encodeModel(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#count(value.byteLength);
      return { $: "bytes", value: structuredClone(value) as ArrayBuffer };
    }
    if (value instanceof Date) {
      refuseOwnShape(value, Date.prototype, 0);
      return { $: "date", time: value.getTime() };
    }
    if (value instanceof Map) {
      refuseOwnShape(value, Map.prototype, 0);
      const entries: [Encoded, Encoded][] = [];
      for (const [key, item] of value) entries.push([await this.encode(key), await this.encode(item)]);
      return { $: "map", entries };
    }
    if (value instanceof Set) {
      refuseOwnShape(value, Set.prototype, 0);
      return { $: "set", items: await this.#encodeAll([...value]) };
    }
    if (Array.isArray(value)) {
      refuseOwnShape(value, Array.prototype, value.length + 1);
      return { $: "array", items: await this.#encodeAll(value) };
    }
    return this.#encodePlain(value);
  }

  async #encodePlain(value: object): Promise<Encoded> {
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype !== null && prototype !== Object.prototype) throw new NoCodec();
    const entries: [string, Encoded][] = [];
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key)!;
      if (typeof key === "symbol" || !("value" in property)) throw new NoCodec();
      this.#count(key.length * 2);
      entries.push([key, await this.encode(property.value)]);
    }
    return { $: "object", entries };
  }

  async #encodeAll(items: readonly unknown[]): Promise<Encoded[]> {
    const result: Encoded[] = [];
    for (const item of items) result.push(await this.encode(item));
    return result;
  }

  async #encodeTensor(tensor: Tensor): Promise<Encoded> {
    if (tensor.isDisposed || tensor instanceof tf.Variable) throw new NoCodec();
    this.#count(tensor.size * 4);
    const values = (await tensor.data()) as unknown as Float32Array;
    return { $: "tensor", shape: [...tensor.shape], dtype: tensor.dtype, values };
  }

  async #encodeModel(model: LayersModel): Promise<Encoded> {
    this.#count(model.countParams() * 4);
    try {
      return { $: "model", artifacts: await modelArtifacts(model) };
    } catch {
      throw new NoCodec();
    }
  }

  #count(bytes: number): void {
    this.sizeBytes += bytes;
    if (this.sizeBytes > this.#limitBytes) throw new NoCodec();
  }
}

/** A subclass, a property of its own, a hole in an array: what would come back is another value. */
function refuseOwnShape(value: object, prototype: object, keyCount: number): void {
  if (Object.getPrototypeOf(value) !== prototype || Reflect.ownKeys(value).length !== keyCount)
    throw new NoCodec();
}

function bytesOf(value: ArrayBufferView | ArrayBuffer): Uint8Array {
  return value instanceof ArrayBuffer
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
