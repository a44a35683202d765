// An ONNX file as plain values: what onnx-messages.ts writes and reads. Numbers are those of onnx.proto.

export interface ModelMessage {
  irVersion: bigint;
  opsetImport: { domain: string; version: bigint }[];
  producerName: string;
  docString: string;
  graph: GraphMessage;
  metadataProps: { key: string; value: string }[];
}

export interface GraphMessage {
  name: string;
  docString: string;
  node: NodeMessage[];
  initializer: TensorMessage[];
  input: ValueMessage[];
  output: ValueMessage[];
}

export interface NodeMessage {
  name: string;
  opType: string;
  /** Whose operator it is, where it is not ONNX's own. */
  domain?: string;
  input: string[];
  output: string[];
  attribute: AttributeMessage[];
}

export interface AttributeMessage {
  name: string;
  type: number;
  f?: number;
  i?: bigint;
  s?: Uint8Array;
  floats?: number[];
  ints?: bigint[];
  strings?: Uint8Array[];
}

export interface TensorMessage {
  name: string;
  dataType: number;
  dims: bigint[];
  /** Little-endian, row-major. */
  rawData?: Uint8Array;
  /** UTF-8; a tensor of texts has these instead. */
  stringData?: Uint8Array[];
}

export interface ValueMessage {
  name: string;
  docString: string;
  type: { value: { case: "tensorType"; value: { elemType: number; shape: { dim: Dimension[] } } } };
}

interface Dimension {
  value: { case: "dimValue"; value: bigint } | { case: "dimParam"; value: string };
}

/** TensorProto.DataType */
export const elementTypes = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
} as const;
export type ElementType = keyof typeof elementTypes;

/** AttributeProto.AttributeType */
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const FLOATS = 6;
const INTS = 7;
const STRINGS = 8;

/** An attribute without its name. */
export type Attribute = Omit<AttributeMessage, "name">;

const textBytes = (text: string) => new TextEncoder().encode(text);

export const int = (value: number): Attribute => ({ type: INT, i: BigInt(value) });
export const ints = (values: readonly number[]): Attribute => ({ type: INTS, ints: values.map(BigInt) });
export const float = (value: number): Attribute => ({ type: FLOAT, f: value });
export const floats = (values: readonly number[]): Attribute => ({ type: FLOATS, floats: [...values] });
export const text = (value: string): Attribute => ({ type: STRING, s: textBytes(value) });
export const texts = (values: readonly string[]): Attribute => ({
  type: STRINGS,
  strings: values.map(textBytes),
});

/** Values of a constant in the graph: floats, whole numbers of 64 bits, doubles or texts. */
export type ConstantValues = Float32Array | BigInt64Array | Float64Array | readonly string[];

/** @returns a tensor as a file holds it; bytes little-endian on every machine */
export function tensorMessage(name: string, shape: readonly number[], values: ConstantValues): TensorMessage {
  const dims = shape.map(BigInt);
  if (values instanceof Float32Array)
    return { name, dims, dataType: elementTypes.float, rawData: littleEndian(values, "setFloat32") };
  if (values instanceof Float64Array)
    return { name, dims, dataType: elementTypes.double, rawData: littleEndian(values, "setFloat64") };
  if (values instanceof BigInt64Array) {
    const view = new DataView(new ArrayBuffer(values.length * 8));
    values.forEach((value, i) => view.setBigInt64(i * 8, value, true));
    return { name, dims, dataType: elementTypes.int64, rawData: new Uint8Array(view.buffer) };
  }
  return { name, dims, dataType: elementTypes.string, stringData: values.map(textBytes) };
}

function littleEndian(values: Float32Array | Float64Array, set: "setFloat32" | "setFloat64"): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, i) => view[set](i * size, value, true));
  return new Uint8Array(view.buffer);
}
