// The messages of an ONNX file, as far as an export writes them: names, numbers and types are those of onnx.proto
// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Written as data, so that no code generator is needed.
import { create, createFileRegistry, fromBinary, toBinary, type DescMessage } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { CairnError } from "#errors/cairn-error.ts";
import type { ModelMessage } from "./onnx-types.ts";

/** A field in braces is one of the choices called "value". */
const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  ModelProto: [
    "optional int64 ir_version = 1",
    "repeated OperatorSetIdProto opset_import = 8",
    "optional string producer_name = 2",
    "optional string producer_version = 3",
    "optional string domain = 4",
    "optional int64 model_version = 5",
    "optional string doc_string = 6",
    "optional GraphProto graph = 7",
    "repeated StringStringEntryProto metadata_props = 14",
  ],
  OperatorSetIdProto: ["optional string domain = 1", "optional int64 version = 2"],
  StringStringEntryProto: ["optional string key = 1", "optional string value = 2"],
  GraphProto: [
    "repeated NodeProto node = 1",
    "optional string name = 2",
    "repeated TensorProto initializer = 5",
    "optional string doc_string = 10",
    "repeated ValueInfoProto input = 11",
    "repeated ValueInfoProto output = 12",
  ],
  NodeProto: [
    "repeated string input = 1",
    "repeated string output = 2",
    "optional string name = 3",
    "optional string op_type = 4",
    "optional string domain = 7",
    "repeated AttributeProto attribute = 5",
    "optional string doc_string = 6",
  ],
  AttributeProto: [
    "optional string name = 1",
    "optional int32 type = 20",
    "optional float f = 2",
    "optional int64 i = 3",
    "optional bytes s = 4",
    "repeated float floats = 7",
    "repeated int64 ints = 8",
    "repeated bytes strings = 9",
  ],
  TensorProto: [
    "repeated int64 dims = 1",
    "optional int32 data_type = 2",
    "repeated bytes string_data = 6",
    "optional string name = 8",
    "optional bytes raw_data = 9",
  ],
  ValueInfoProto: [
    "optional string name = 1",
    "optional TypeProto type = 2",
    "optional string doc_string = 3",
  ],
  TypeProto: ["{ TypeProto.Tensor tensor_type = 1 }"],
  "TypeProto.Tensor": ["optional int32 elem_type = 1", "optional TensorShapeProto shape = 2"],
  TensorShapeProto: ["repeated TensorShapeProto.Dimension dim = 1"],
  "TensorShapeProto.Dimension": ["{ int64 dim_value = 1 }", "{ string dim_param = 2 }"],
};

const SCALARS: Readonly<Record<string, Type>> = {
  int64: Type.INT64,
  int32: Type.INT32,
  float: Type.FLOAT,
  string: Type.STRING,
  bytes: Type.BYTES,
};

let schema: DescMessage | undefined;

/** The bytes of a .onnx file. */
export function encodeModel(model: ModelMessage): Uint8Array {
  const made = modelSchema();
  return toBinary(made, create(made, model as unknown as Record<string, unknown>));
}

/** Fields that the file does not have are absent. @throws CairnError when these are no bytes of an ONNX model */
export function decodeModel(bytes: Uint8Array): ModelMessage {
  try {
    return plain(fromBinary(modelSchema(), bytes)) as ModelMessage;
  } catch (cause) {
    throw new CairnError("onnx: the file must be an ONNX model, and cannot be read as one", {
      code: "not-onnx",
      cause,
    });
  }
}

/** Without what the library keeps in its messages: those it takes back only unchanged. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !key.startsWith("$"));
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

function modelSchema(): DescMessage {
  schema ??= createFileRegistry(
    create(FileDescriptorProtoSchema, {
      name: "onnx.proto",
      package: "onnx",
      syntax: "proto2",
      messageType: Object.keys(MESSAGES)
        .filter((name) => !name.includes("."))
        .map(messageOf),
    }),
    () => undefined,
  ).getMessage("onnx.ModelProto")!;
  return schema;
}

function messageOf(name: string): ReturnType<typeof messageShape> {
  const nested = Object.keys(MESSAGES).filter((other) => other.startsWith(`${name}.`));
  return messageShape(name, nested.map(messageOf));
}

function messageShape(name: string, nestedType: object[]) {
  const lines = MESSAGES[name];
  return {
    name: name.slice(name.indexOf(".") + 1),
    field: lines.map(fieldOf),
    nestedType,
    oneofDecl: lines.some((line) => line.startsWith("{")) ? [{ name: "value" }] : [],
  };
}

function fieldOf(line: string) {
  const isChoice = line.startsWith("{");
  const words = line.replace(/[{}=]/g, " ").trim().split(/\s+/);
  const [type, name, number] = words.slice(-3);
  return {
    name,
    number: Number(number),
    label: words[0] === "repeated" ? Label.REPEATED : Label.OPTIONAL,
    ...(type in SCALARS ? { type: SCALARS[type] } : { type: Type.MESSAGE, typeName: `.onnx.${type}` }),
    ...(isChoice && { oneofIndex: 0 }),
  };
}
