// ONNX Runtime's worker in a browser, a classic script: small, because it is fetched with the sandbox; the runtime
// comes when it is asked for.
import { adapterOf } from "./gpu-adapter.ts";
import { createInference, type InferenceParts } from "./inference.ts";
import { messagePort } from "./message-port.ts";

interface WorkerScope {
  onmessage: ((event: MessageEvent<{ port: MessagePort; folder: string }>) => void) | null;
  importScripts(url: string): void;
  /** Each is put there by the script that is loaded for it. */
  cairnParts?: Pick<InferenceParts, "openInference" | "openGpu">;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  scope.onmessage = null;
  const load = (script: string) => {
    scope.importScripts(`${data.folder}${script}.js`);
    return scope.cairnParts!;
  };
  createInference(messagePort(data.port), {
    openInference: (assets) => load("onnx").openInference(assets),
    openGpu: (assets) => load("onnx-webgpu").openGpu(assets),
    adapter: () => adapterOf((navigator as Navigator & { gpu?: GPU }).gpu),
  });
};
