// A model in the files that TensorFlow.js itself writes and reads (its "layers-model" format: model.json beside
// weights.bin), so that any program that uses it can go on from here.
import type { ModelArtifacts } from "./model-artifacts.ts";

/** @param about kept beside it as cairn.json: how rows become the model's numbers, and what its answers mean */
export function modelFiles(
  { topology, weightSpecs, weights }: ModelArtifacts,
  about?: Readonly<Record<string, unknown>>,
): Record<string, Uint8Array> {
  const text = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
  return {
    "model.json": text({
      format: "layers-model",
      generatedBy: "Cairn",
      convertedBy: null,
      modelTopology: topology,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    }),
    "weights.bin": weights,
    ...(about && { "cairn.json": text(about) }),
  };
}
