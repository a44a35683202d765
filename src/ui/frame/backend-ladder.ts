// What tensors can run on, from the fastest: the one in use, those that are not to be had here and why, and what comes
// where none is.
import type { BackendView } from "#session/session-view.ts";

export interface Rung {
  name: string;
  state: "used" | "missing" | "below";
  says: string;
}

export function backendLadder({ name, adapter, reason }: BackendView): Rung[] {
  const isGpu = name === "webgpu";
  const why = reason === undefined ? "not to be had here" : reason.charAt(0).toLowerCase() + reason.slice(1);
  return [
    {
      name: "WebGPU",
      state: isGpu ? "used" : "missing",
      says: isGpu ? `in use${adapter === undefined ? "" : `, on ${adapter}`}` : `not used: ${why}`,
    },
    {
      name: "WebAssembly",
      state: isGpu ? "below" : "used",
      says: isGpu ? "comes next, should the GPU be lost" : "in use, on the CPU",
    },
    {
      name: "Neither",
      state: "below",
      says: "the cell fails and names what is missing; nothing slower steps in",
    },
  ];
}
