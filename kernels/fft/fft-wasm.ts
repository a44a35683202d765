// Complex numbers and Fourier transforms on WebAssembly, which has neither. A complex tensor lies in the heap as
// re, im, re, im, …, which is how tfjs hands its values out.
import type { DataId, TensorInfo, TypedArray } from "@tensorflow/tfjs-core";
import { compose } from "#kernels/compose.ts";
import type { BackendPatch, KernelPatch, TensorFlow } from "#kernels/patch.ts";
import { allocate, floats, wasmBackend } from "#kernels/wasm-heap.ts";
import { fft } from "./fft.ts";

const MISSING = "missing: there are no complex numbers on WebAssembly";

export function wasmComplexPatches(tf: TensorFlow): KernelPatch[] {
  const kernel = (kernelName: string, run: KernelPatch["run"]): KernelPatch => ({
    kernelName,
    backendName: "wasm",
    why: MISSING,
    run,
  });
  return [
    kernel("Complex", ({ inputs: { real, imag } }) => {
      const out = allocateComplex(tf, real.shape);
      const [re, im, values] = [floats(tf, real), floats(tf, imag), complexValues(tf, out)];
      for (let i = 0; i < re.length; i++) {
        values[2 * i] = re[i];
        values[2 * i + 1] = im[i];
      }
      return out;
    }),
    kernel("Real", ({ inputs: { input } }) => {
      if (input.dtype === "complex64") return part(tf, input, (values, i) => values[2 * i]);
      return compose(tf, "wasm", (run) => run("Identity", { x: input })); // a real number is its own real part
    }),
    kernel("Imag", ({ inputs: { input } }) => {
      if (input.dtype === "complex64") return part(tf, input, (values, i) => values[2 * i + 1]);
      return compose(tf, "wasm", (run) => run("ZerosLike", { x: input }));
    }),
    kernel("ComplexAbs", ({ inputs: { x } }) =>
      part(tf, x, (values, i) => Math.sqrt(values[2 * i] ** 2 + values[2 * i + 1] ** 2)),
    ),
    kernel("FFT", ({ inputs: { input } }) => transform(tf, input, false)),
    kernel("IFFT", ({ inputs: { input } }) => transform(tf, input, true)),
  ];
}

interface Readable {
  readSync(dataId: DataId, start?: number, end?: number): unknown;
  dataIdMap: { get(dataId: DataId): { dtype: TensorInfo["dtype"]; shape: number[] } };
}

/** tfjs can hold complex values in the heap, and cannot read them back. */
export function wasmComplexReading(tf: TensorFlow): BackendPatch {
  return {
    name: "readSync",
    why: "complex values could not be read",
    apply() {
      const backend = tf.backend() as unknown as Readable;
      const own = Object.getOwnPropertyDescriptor(backend, "readSync");
      const stock = backend.readSync.bind(backend);
      backend.readSync = (dataId, start, end) => {
        const { dtype, shape } = backend.dataIdMap.get(dataId);
        if (dtype !== "complex64") return stock(dataId, start, end);
        return complexValues(tf, { dataId, shape, dtype }).slice();
      };
      return () => {
        if (own) Object.defineProperty(backend, "readSync", own);
        else Reflect.deleteProperty(backend, "readSync"); // the class has it
      };
    },
  };
}

export function allocateComplex(tf: TensorFlow, shape: readonly number[]): TensorInfo {
  return allocate(tf, shape, "complex64");
}

/** The interleaved values in the heap; valid until the next allocation. */
export function complexValues(tf: TensorFlow, info: TensorInfo): Float32Array {
  const backend = wasmBackend(tf);
  const size = info.shape.reduce((product, length) => product * length, 1);
  const flat: TensorInfo = { dataId: info.dataId, shape: [2 * size], dtype: "float32" };
  return backend.typedArrayFromHeap(flat) as Float32Array;
}

function part(tf: TensorFlow, x: TensorInfo, of: (values: TypedArray, i: number) => number): TensorInfo {
  const out = allocate(tf, x.shape);
  const [values, result] = [complexValues(tf, x), floats(tf, out)];
  for (let i = 0; i < result.length; i++) result[i] = of(values, i);
  return out;
}

/** Over the last axis. */
function transform(tf: TensorFlow, input: TensorInfo, isInverse: boolean): TensorInfo {
  const out = allocateComplex(tf, input.shape);
  const [values, result] = [complexValues(tf, input), complexValues(tf, out)];
  const width = 2 * (input.shape.at(-1) ?? 1);
  for (let start = 0; start < values.length; start += width) {
    const row = Float64Array.from(values.subarray(start, start + width));
    fft(row, isInverse);
    result.set(row, start);
  }
  return out;
}
