// A short text that changes when a value that cannot be frozen is changed: taken before and after each cell
// that reads it. Equal fingerprints are no proof of equality for huge values: past 16 MB
// bytes are sampled. What only a closure can see is not seen (KeptValue.isFresh is for that).
import type { Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { Dataset } from "#datasets/dataset.ts";
import { tf } from "#models/tensorflow.ts";
import { QuantizedModel } from "#quantization/quantized-model.ts";
import { TrainedModel } from "#training/trained-model.ts";

const NODE_LIMIT = 100_000;
const BYTE_LIMIT = 16 * 2 ** 20;

const dataNumbers = new WeakMap<object, number>();
let nextDataNumber = 1;

export function fingerprint(value: unknown): string {
  const state = { hash: 0x811c9dc5, nodes: 0, seen: new Map<object, number>() };
  visit(value, state);
  return `${(state.hash >>> 0).toString(16)}-${state.nodes}`;
}

interface State {
  hash: number;
  nodes: number;
  seen: Map<object, number>;
}

function visit(value: unknown, state: State): void {
  if (++state.nodes > NODE_LIMIT) return;
  if (typeof value === "function") return visitMembers(value, state, "function");
  if (value === null || typeof value !== "object") return mix(state, `${typeof value}:${String(value)}`);
  const earlier = state.seen.get(value);
  if (earlier !== undefined) return mix(state, `seen ${earlier}`);
  state.seen.set(value, state.seen.size);
  if (value instanceof Dataset) return mix(state, value.contentHash); // its columns never leave it
  if (value instanceof QuantizedModel) return mix(state, value.contentHash); // its bytes are handed out as copies
  if (value instanceof TrainedModel) return visitModel(value.model, state);
  if (value instanceof tf.Tensor) return mix(state, tensorState(value));
  if (value instanceof tf.LayersModel) return visitModel(value, state);
  if (ArrayBuffer.isView(value))
    return mixBytes(state, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return mixBytes(state, new Uint8Array(value));
  if (value instanceof Date) return mix(state, `date ${value.getTime()}`);
  if (value instanceof Map) {
    mix(state, `map ${value.size}`);
    for (const entry of value) for (const part of entry) visit(part, state);
    return;
  }
  if (value instanceof Set) {
    mix(state, `set ${value.size}`);
    for (const item of value) visit(item, state);
    return;
  }
  visitMembers(value, state, "object");
}

function visitMembers(value: object, state: State, tag: string): void {
  if (tag === "function") {
    if (state.seen.has(value)) return;
    state.seen.set(value, state.seen.size);
  }
  const keys = Reflect.ownKeys(value);
  mix(state, `${tag} ${keys.length}`);
  for (const key of keys) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    mix(state, String(key));
    // An accessor is not called: reading must change nothing.
    if (property && "value" in property && !(tag === "function" && key === "prototype"))
      visit(property.value, state);
  }
}

function visitModel(model: LayersModel, state: State): void {
  for (const weight of model.weights) mix(state, tensorState(weight.read()));
  mix(state, model.layers.map((layer) => `${layer.name}${String(layer.trainable)}`).join());
}

/** Tensors never change, but a variable takes another buffer on assignment, and both can be disposed. */
function tensorState(tensor: Tensor): string {
  if (tensor.isDisposed) return "disposed";
  let number = dataNumbers.get(tensor.dataId);
  if (number === undefined) dataNumbers.set(tensor.dataId, (number = nextDataNumber++));
  return `tensor ${number}`;
}

function mix(state: State, text: string): void {
  for (let i = 0; i < text.length; i++) state.hash = Math.imul(state.hash ^ text.charCodeAt(i), 0x01000193);
}

function mixBytes(state: State, bytes: Uint8Array): void {
  mix(state, `bytes ${bytes.length}`);
  const step = Math.max(1, Math.ceil(bytes.length / BYTE_LIMIT));
  let hash = state.hash;
  for (let i = 0; i < bytes.length; i += step) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  state.hash = hash;
}
