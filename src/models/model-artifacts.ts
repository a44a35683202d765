// A tf.LayersModel as bytes and back: for copies, for keeping it over a Stop, and for its hash.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes, hashJson, type ContentHash } from "#hashing/content-hash.ts";
import { tf } from "./tensorflow.ts";

export interface ModelArtifacts {
  /** tfjs's own description of the layers. */
  topology: object;
  weightSpecs: { name: string; shape: number[]; dtype: string }[];
  /** All weights one after another, float32 little-endian. */
  weights: Uint8Array;
}

/** @throws CairnError for a model with layers that cannot be written (a layer class of one's own). */
export async function modelArtifacts(model: LayersModel): Promise<ModelArtifacts> {
  let artifacts: ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler((saved) => {
    const buffer = tf.io.CompositeArrayBuffer.join(saved.weightData);
    artifacts = {
      topology: saved.modelTopology as object,
      weightSpecs: (saved.weightSpecs ?? []).map(({ name, shape, dtype }) => ({ name, shape, dtype })),
      weights: new Uint8Array(buffer.slice(0)),
    };
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
    });
  });
  try {
    await model.save(handler);
  } catch (cause) {
    throw new CairnError(
      `model: it cannot be copied (${cause instanceof Error ? cause.message : String(cause)})`,
      {
        code: "model-not-copied",
        hint: "Use layers of tf.layers; a layer class of your own has no written form.",
        cause,
      },
    );
  }
  return artifacts!;
}

export async function modelFromArtifacts({
  topology,
  weightSpecs,
  weights,
}: ModelArtifacts): Promise<LayersModel> {
  const weightData = new Uint8Array(weights).buffer; // a copy: bytes that came in a larger buffer start at an offset
  const specs = weightSpecs as import("@tensorflow/tfjs-core").io.WeightsManifestEntry[];
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology: topology, weightSpecs: specs, weightData }));
}

/** A model of equal layers and weights that shares nothing with the first. */
export async function copyModel(model: LayersModel): Promise<LayersModel> {
  return modelFromArtifacts(await modelArtifacts(model));
}

/** Equal for equal layers and weights; the names that tfjs counts up (dense_Dense1, …) do not matter. */
export function modelHash({ topology, weightSpecs, weights }: ModelArtifacts): ContentHash {
  return hashJson([
    withoutNames(topology),
    weightSpecs.map(({ shape, dtype }) => [shape, dtype]),
    hashBytes(weights),
  ]);
}

function withoutNames(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/_[A-Za-z]+\d+\b/g, "");
  if (Array.isArray(value)) return value.map(withoutNames);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(
    ([key]) => key !== "name" && !/version|output_layers|input_layers|inbound/.test(key),
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNames(item)]));
}
