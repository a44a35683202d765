// The models among the copies of a cell's values, so that a person can take them along.
import type { ModelArtifacts } from "#models/model-artifacts.ts";
import type { CellState } from "./cell-state.ts";

export interface ModelCopy {
  name: string;
  artifacts: ModelArtifacts;
  /** How rows become the model's numbers and what its answers mean; of a trained model only. */
  about?: Readonly<Record<string, unknown>>;
}

export function modelCopies({ result }: CellState): ModelCopy[] {
  return [...(result?.copies ?? [])].flatMap(([name, copy]): ModelCopy[] => {
    if (copy === null || typeof copy !== "object") return [];
    if (copy.$ === "model") return [{ name, artifacts: copy.artifacts }];
    if (copy.$ !== "trained-model") return [];
    const { artifacts, preprocessing, output } = copy.data;
    return [{ name, artifacts, about: { preprocessing, output } }];
  });
}
