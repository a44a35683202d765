// The models among the copies of a cell's values, so that a person can take them along.
import type { Encoded } from "#cell-api/codec.ts";
import type { ModelArtifacts } from "#models/model-artifacts.ts";
import type { ModelFormat } from "#quantization/formats.ts";
import type { QuantizedModelData } from "#quantization/quantized-model.ts";
import type { CellState } from "./cell-state.ts";

export interface ModelCopy {
  name: string;
  /** Of a network of TensorFlow.js. */
  artifacts?: ModelArtifacts;
  /** Of a quantized model, which is an ONNX file already: the format that was picked. */
  format?: ModelFormat;
  /** How rows become the model's numbers and what its answers mean; of a trained model only. */
  about?: Readonly<Record<string, unknown>>;
}

export function modelCopies({ result }: CellState): ModelCopy[] {
  return [...(result?.copies ?? [])].flatMap(([name, copy]): ModelCopy[] => {
    if (copy === null || typeof copy !== "object") return [];
    const quantized = quantizedCopy(copy);
    if (quantized) return [{ name, format: quantized.picked }];
    if (copy.$ === "model") return [{ name, artifacts: copy.artifacts }];
    if (copy.$ !== "trained-model") return [];
    const { artifacts, preprocessing, output } = copy.data;
    return [{ name, artifacts, about: { preprocessing, output } }];
  });
}

export function quantizedCopy(copy: Encoded): QuantizedModelData | undefined {
  return copy !== null && typeof copy === "object" && copy.$ === "quantized-model" ? copy.data : undefined;
}
