// Small kernels of the WebAssembly backend that are wrong or wasteful in stock tfjs.
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { compose } from "./compose.ts";
import { allocateComplex, complexValues } from "./fft/fft-wasm.ts";
import type { KernelPatch, TensorFlow } from "./patch.ts";
import { allocate, floats, wasmBackend } from "./wasm-heap.ts";

export function wasmBasicPatches(tf: TensorFlow): KernelPatch[] {
  return [
    {
      kernelName: "Identity",
      backendName: "wasm",
      why: "copies the values; here two tensors share them, as on the other backends",
      run: ({ inputs: { x } }) => {
        wasmBackend(tf).incRef(x.dataId);
        return { ...x };
      },
    },
    {
      kernelName: "Cast",
      backendName: "wasm",
      why: "0.5 and 256 become false, and complex numbers fail",
      run: ({ inputs: { x }, attrs }) => cast(tf, x, attrs["dtype"] as TensorInfo["dtype"]),
    },
    {
      kernelName: "Prelu",
      backendName: "wasm",
      why: "wrong when alpha is broadcast over anything but the leading axes",
      leaves: ({ inputs: { x, alpha } }) =>
        x.shape.join() === alpha.shape.join()
          ? "operands of one shape: the stock kernel is right"
          : undefined,
      run: ({ inputs: { x, alpha } }) =>
        compose(tf, "wasm", (run) => {
          const zero = allocate(tf, []);
          floats(tf, zero)[0] = 0;
          try {
            const above = run("Maximum", { a: x, b: zero });
            const below = run("Minimum", { a: x, b: zero });
            return run("Add", { a: above, b: run("Multiply", { a: below, b: alpha }) });
          } finally {
            wasmBackend(tf).disposeData(zero.dataId);
          }
        }),
    },
  ];
}

function cast(tf: TensorFlow, x: TensorInfo, dtype: TensorInfo["dtype"]): TensorInfo {
  const backend = wasmBackend(tf);
  if (dtype === "complex64") {
    const out = allocateComplex(tf, x.shape);
    const [to, from] = [complexValues(tf, out), backend.typedArrayFromHeap(x)];
    to.fill(0);
    from.forEach((value, i) => (to[2 * i] = value));
    return out;
  }
  const out = allocate(tf, x.shape, dtype);
  const to = backend.typedArrayFromHeap(out);
  const step = x.dtype === "complex64" ? 2 : 1;
  const from = step === 2 ? complexValues(tf, x) : backend.typedArrayFromHeap(x);
  if (step === 1 && dtype !== "bool") to.set(from);
  else
    for (let i = 0; i < to.length; i++)
      to[i] = dtype === "bool" ? Number(from[i * step] !== 0) : from[i * step];
  return out;
}
