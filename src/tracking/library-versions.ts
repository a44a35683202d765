// The libraries whose versions can change what a training gives.
import { version as core } from "@tensorflow/tfjs-core/package.json";
import { version as layers } from "@tensorflow/tfjs-layers/package.json";
import { version as cairn } from "#package.json";

export const libraryVersions: Readonly<Record<string, string>> = {
  cairn,
  "@tensorflow/tfjs-core": core,
  "@tensorflow/tfjs-layers": layers,
};
