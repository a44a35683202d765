// The layers of a model as rows of a table.
import type { LayersModel } from "@tensorflow/tfjs-layers";

export interface LayerRow {
  name: string;
  kind: string;
  /** "[16]"; the batch is left out. */
  outputShape: string;
  parameterCount: number;
}

export function describeModel(model: LayersModel): { layers: LayerRow[]; parameterCount: number } {
  const layers = model.layers.map((layer) => ({
    name: layer.name,
    kind: layer.getClassName(),
    outputShape: shapeText(layer.outputShape as (number | null)[]),
    parameterCount: layer.countParams(),
  }));
  return { layers, parameterCount: model.countParams() };
}

/** A shape without its batch: [null, 28, 28] is written "[28, 28]". */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape
    .slice(1)
    .map((size) => size ?? "any")
    .join(", ")}]`;
}
