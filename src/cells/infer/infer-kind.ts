import * as v from "valibot";
import { textAt, type Kind } from "#cells/kind.ts";
import { modelFormats } from "#quantization/formats.ts";

const VALUE = "must be a number, a text, a drawing or $name";

export const inferSchema = v.strictObject({
  /** A train or quantize cell, or an ONNX file beside the notebook that Cairn saved. */
  model: v.string('must be the name of a train or quantize cell, or a file: "./model.onnx"'),
  /** Of a quantized model: another than the one that was picked. */
  format: v.optional(v.picklist(modelFormats, `must be one of ${modelFormats.join(", ")}`)),
  /** One row: a value for each column; what is left out is the usual one. The form in the page writes here. */
  inputs: v.optional(
    v.record(
      v.string(),
      v.union([v.number(), v.string(), v.boolean()], VALUE),
      "must be lines of column: value",
    ),
  ),
});

export type InferBody = v.InferOutput<typeof inferSchema>;

export function isModelFile(model: string): boolean {
  return model.startsWith("./");
}

export const inferKind: Kind = {
  name: "infer",
  schema: inferSchema,
  reads(body) {
    const model = textAt(body, "model");
    return model === undefined || isModelFile(model) ? [] : [model];
  },
  costly: false,
  resultVersion: 1,
  runsIn: "inference",
  takesAnyValue: true,
  keepsOutputs: true,
  needsBackend: false,
};
