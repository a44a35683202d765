// The host's side of ONNX Runtime's worker: started when it is first asked, given the runtime's files, and ended when
// nobody has asked for a while.
import { CallClient } from "./call-client.ts";
import type { BackendChoice } from "./contract.ts";
import type { SandboxHost } from "./host.ts";
import type { InferenceMethods, InferenceWork, OnnxAssets } from "./inference.ts";

export interface InferenceOptions {
  host: SandboxHost;
  backend: BackendChoice;
  /** Bytes of a file in the sandbox's folder. */
  asset(name: string): Promise<Uint8Array>;
}

/** What a worker was given. */
interface Opening {
  generation: number;
  ready: Promise<void>;
  /** Settles with the reason why the GPU is not used. */
  gpu?: Promise<string | undefined>;
}

/** A worker that waits holds tens of megabytes; a new one is there in less than a second. */
const IDLE_MS = 120_000;

export class InferenceClient {
  readonly #options: InferenceOptions;
  readonly #calls: CallClient<InferenceMethods>;
  #opening: Opening | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: InferenceOptions) {
    this.#options = options;
    this.#calls = new CallClient(options.host, "inference");
  }

  get isBusy(): boolean {
    return this.#calls.isBusy;
  }

  /** @throws CairnError what the worker threw, or that it was ended */
  async ask<Name extends keyof InferenceWork>(
    method: Name,
    args: Parameters<InferenceWork[Name]>[0],
  ): Promise<Awaited<ReturnType<InferenceWork[Name]>>> {
    clearTimeout(this.#idle);
    try {
      await this.#open().ready;
      return (await this.#calls.call(method, args as never)) as Awaited<ReturnType<InferenceWork[Name]>>;
    } finally {
      if (this.#opening && !this.isBusy) this.#idle = setTimeout(() => this.end(), IDLE_MS);
    }
  }

  /** Makes the GPU ready where it is to be used; says why it is not. Asked once a worker. */
  async prepareGpu(): Promise<string | undefined> {
    const opening = this.#open();
    await opening.ready;
    return (opening.gpu ??= this.#openGpu());
  }

  end(): void {
    clearTimeout(this.#idle);
    this.#opening = undefined;
    this.#calls.end();
  }

  /** A worker that has died is another one the next time. */
  #open(): Opening {
    const { generation } = this.#calls;
    if (this.#opening?.generation === generation) return this.#opening;
    const opening: Opening = {
      generation,
      ready: this.#assets("").then((assets) => this.#calls.call("open", assets)),
    };
    this.#opening = opening;
    opening.ready.catch(() => {
      if (this.#opening === opening) this.#opening = undefined; // a next try may succeed
    });
    return opening;
  }

  async #openGpu(): Promise<string | undefined> {
    const { backend } = this.#options;
    if (backend === "wasm") return "WebAssembly was asked for";
    try {
      const adapter = await this.#calls.call("adapter", undefined);
      if (!adapter) return "there is no WebGPU adapter here";
      if (backend === "auto" && adapter.isSoftware)
        return `the only WebGPU adapter (${adapter.name}) is software, which is slower than WebAssembly`;
      const assets = await this.#assets(".asyncify");
      await this.#calls.call("openGpu", { assets, adapter: adapter.name });
      return undefined;
    } catch (error) {
      return `WebGPU did not start: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #assets(build: "" | ".asyncify"): Promise<OnnxAssets> {
    const [wasm, script] = await Promise.all([
      this.#options.asset(`ort-wasm-simd-threaded${build}.wasm`),
      this.#options.asset(`ort-wasm-simd-threaded${build}.mjs`),
    ]);
    return { wasm, script };
  }
}
