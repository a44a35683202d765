// ONNX Runtime (WebAssembly, one thread) as the little that is used of it. Who starts it hands over the package's module
// and its files: a page, a worker and Node each find those in another way.
import type * as Runtime from "onnxruntime-web/wasm";
import { CairnError } from "#errors/cairn-error.ts";

export type RuntimeModule = Pick<typeof Runtime, "InferenceSession" | "Tensor" | "env">;

type Provider = Runtime.InferenceSession.ExecutionProviderConfig;

export interface RuntimeFiles {
  /** ort-wasm-simd-threaded.wasm */
  wasm: Uint8Array;
  /** Address of ort-wasm-simd-threaded.mjs, for import(). @default beside the package's own file */
  script?: string;
}

/** Values in row-major order; a row of texts is an array. */
export interface OnnxValue {
  type: "float32" | "float64" | "uint8" | "int64" | "string";
  shape: readonly number[];
  values: Float32Array | Float64Array | Uint8Array | BigInt64Array | readonly string[];
}

export interface OnnxModel {
  inputNames: readonly string[];
  outputNames: readonly string[];
  /**
   * @param outputs those that are asked for; all where it is left out
   * @throws CairnError what the runtime says of these inputs
   */
  run(
    inputs: Readonly<Record<string, OnnxValue>>,
    outputs?: readonly string[],
  ): Promise<Record<string, OnnxValue>>;
  close(): Promise<void>;
}

export interface OnnxRuntime {
  /** @throws CairnError what the runtime says of the file */
  open(file: Uint8Array): Promise<OnnxModel>;
}

/**
 * Starts when the first file is opened. One runtime a worker: its memory never shrinks.
 * @param providers who carries operators out, the first first; what none of them can, the processor does
 */
export function onnxRuntime(
  module: RuntimeModule,
  { wasm, script }: RuntimeFiles,
  providers: readonly Provider[] = ["wasm"],
): OnnxRuntime {
  const { env, InferenceSession, Tensor } = module;
  env.wasm.wasmBinary = wasm;
  if (script !== undefined) env.wasm.wasmPaths = { mjs: script };
  env.wasm.numThreads = 1;
  env.wasm.initTimeout = 30_000; // what hangs becomes an error
  env.logLevel = "error";
  return {
    async open(file) {
      const session = await said(() =>
        InferenceSession.create(file, {
          executionProviders: [...providers],
          logSeverityLevel: 3, // that an operator has no place on the GPU is no warning to a person
        }),
      );
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        async run(inputs, wanted) {
          const feeds = Object.entries(inputs).map(([name, { type, values, shape }]) => {
            return [name, new Tensor(type as "float32", values as Float32Array, shape)] as const;
          });
          const fed = Object.fromEntries(feeds);
          const outputs = await said(() => (wanted ? session.run(fed, wanted) : session.run(fed)));
          const given = Object.entries(outputs).map(([name, { type, data, dims }]) => {
            return [name, { type, values: data, shape: dims } as OnnxValue] as const;
          });
          return Object.fromEntries(given);
        },
        close: () => session.release(),
      };
    },
  };
}

async function said<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new CairnError(
      `onnx: ONNX Runtime refused: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: "onnx-runtime",
        cause,
      },
    );
  }
}
