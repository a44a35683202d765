// tfjs's WebAssembly backend takes its binary by fetch; the sandbox has no network, so the answer comes
// from bytes that the page handed over. One file: the single-threaded SIMD build.
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { WASM_ASSET } from "./wasm-asset.ts";

const SCHEME = "bytes:/";

interface Platform {
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export function giveWasmBytes(bytes: Uint8Array): void {
  // One thread: two gave nothing for a training step, and start a pool of eight workers.
  env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const file = `${SCHEME}${WASM_ASSET}`;
  setWasmPaths(
    {
      "tfjs-backend-wasm.wasm": file,
      "tfjs-backend-wasm-simd.wasm": file,
      "tfjs-backend-wasm-threaded-simd.wasm": file,
    },
    true,
  );
  const platform = env().platform as unknown as Platform;
  const native = platform.fetch.bind(platform);
  platform.fetch = (path, init) =>
    path.startsWith(SCHEME)
      ? Promise.resolve(
          new Response(new Uint8Array(bytes), { headers: { "content-type": "application/wasm" } }),
        )
      : native(path, init);
}
