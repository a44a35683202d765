// The host's side of the engine's worker. It lives as long as the notebook is open; Stop ends it if it is busy.
import { CairnError } from "#errors/cairn-error.ts";
import type { FromEngine, ToEngine } from "./contract.ts";
import type { EngineMethods } from "./engine.ts";
import type { SandboxHost, SandboxWorker } from "./host.ts";
import { receivedError } from "./send-error.ts";

export class EngineClient {
  readonly #host: SandboxHost;
  #worker: Promise<SandboxWorker> | undefined;
  #count = 0;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  constructor(host: SandboxHost) {
    this.#host = host;
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** @throws CairnError what the engine threw, or that it ended. */
  async call<Name extends keyof EngineMethods>(
    method: Name,
    args: Parameters<EngineMethods[Name]>[0],
  ): Promise<Awaited<ReturnType<EngineMethods[Name]>>> {
    const starting = (this.#worker ??= this.#start());
    const worker = await starting.catch((error: unknown) => {
      if (this.#worker === starting) this.#worker = undefined; // a next try may succeed
      throw error;
    });
    const call = ++this.#count;
    return new Promise<Awaited<ReturnType<EngineMethods[Name]>>>((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      const message: ToEngine = { call, method, args };
      worker.port.post(message);
    });
  }

  end(): void {
    this.#worker?.then(
      (worker) => worker.terminate(),
      () => undefined, // it never started
    );
    this.#worker = undefined;
    this.#failAll("was ended");
  }

  async #start(): Promise<SandboxWorker> {
    const worker = await this.#host.start("engine");
    worker.onDeath((reason) => {
      this.#worker = undefined;
      this.#failAll(reason);
    });
    worker.port.onMessage((message) => {
      const answer = message as FromEngine;
      const waiting = this.#waiting.get(answer.call);
      this.#waiting.delete(answer.call);
      if ("error" in answer) waiting?.reject(receivedError(answer.error));
      else waiting?.resolve(answer.value);
    });
    return worker;
  }

  #failAll(reason: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting)
      call.reject(new CairnError(`the engine's worker ${reason}`, { code: "engine-ended" }));
  }
}
