// One of a cell's models as an ONNX file: made and checked by ONNX Runtime's worker, on rows of the dataset that the cell read.
import type { OnnxFile, OnnxTask } from "#cells/train/onnx-file.ts";
import type { CellId } from "#document/notebook.ts";
import type { Column } from "#datasets/column.ts";
import type { DatasetData } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { ModelFormat } from "#quantization/formats.ts";
import { fileOf } from "#quantization/quantized-model.ts";
import type { InferenceClient } from "#sandbox/inference-client.ts";
import type { Analysis } from "./analysis.ts";
import type { CellState } from "./cell-state.ts";
import { quantizedCopy } from "./model-copies.ts";
import type { FeatureEncoding } from "#training/preprocessing.ts";

interface Given {
  analysis: Analysis;
  state: (id: CellId) => CellState;
  inference: InferenceClient;
}

/** A file that was checked against its model, or one of a quantized model, which was scored when it was made. */
export type ExportedOnnx = OnnxFile | { bytes: Uint8Array; format: ModelFormat };

/** @throws CairnError for a layer that cannot be exported, and for a file that does not answer as the model does */
export async function exportOnnx(id: CellId, name: string, given: Given): Promise<ExportedOnnx> {
  const quantized = quantizedCopy(given.state(id).result?.copies.get(name));
  if (quantized) return { bytes: fileOf(quantized), format: quantized.picked };
  const task = taskOf(id, name, given); // before anything is waited for: the copy is of now
  return given.inference.ask("onnx", task);
}

function taskOf(id: CellId, name: string, given: Given): OnnxTask {
  const copy = given.state(id).result?.copies.get(name);
  if (copy !== null && typeof copy === "object" && copy.$ === "model")
    return { name, model: { artifacts: copy.artifacts } };
  if (copy !== null && typeof copy === "object" && copy.$ === "trained-model") {
    const dataset = datasetWith(copy.data.preprocessing.features, id, given);
    return { name, model: { trained: copy.data }, ...(dataset && { dataset }) };
  }
  throw new CairnError(`onnx: "${name}" must be a model of this cell that can be copied`, {
    code: "no-model",
    hint: "Run its cell first.",
  });
}

/** What the model's cell read, else any that has its columns. */
function datasetWith(
  features: readonly FeatureEncoding[],
  id: CellId,
  { analysis, state }: Given,
): DatasetData | undefined {
  const { owners } = analysis.graph;
  const read = analysis.facts.get(id)?.inputNames ?? [];
  for (const name of [...read, ...owners.keys()]) {
    const owner = owners.get(name);
    const value = owner === undefined ? undefined : state(owner).result?.copies.get(name);
    if (value === null || typeof value !== "object" || value.$ !== "dataset") continue;
    const { data } = value;
    if (features.every((feature) => data.columns.some((column) => isOf(feature, column)))) return data;
  }
  return undefined;
}

function isOf(feature: FeatureEncoding, column: Column): boolean {
  if (feature.name !== column.name || feature.type !== column.type) return false;
  return (
    feature.type !== "picture" || column.type !== "picture" || String(feature.shape) === String(column.shape)
  );
}
