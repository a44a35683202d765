// The name by which results of a backend are kept and compared.
import type { BackendView } from "./session-view.ts";

/** What a lock calls a backend: `wasm`, or `webgpu:<adapter>`, because adapters differ in the last digits. */
export function backendId({ name, adapter }: BackendView): string {
  if (name === undefined) return "wasm"; // nothing asked for one: what was computed is the same everywhere
  return name === "webgpu" ? `webgpu:${adapter ?? "unknown"}` : name;
}
