// The host's side of a worker that answers calls. It is started when it is first asked; Stop ends it if it is busy.
import { CairnError } from "#errors/cairn-error.ts";
import type { FromEngine, ToEngine } from "./contract.ts";
import type { SandboxHost, SandboxWorker, WorkerScript } from "./host.ts";
import { receivedError } from "./send-error.ts";

type Method<Args, Result> = (args: Args) => Result;

/** @typeParam Methods what the worker can be asked, by name */
export class CallClient<Methods extends { [Name in keyof Methods]: Method<never, unknown> }> {
  readonly #host: SandboxHost;
  readonly #script: WorkerScript;
  #worker: Promise<SandboxWorker> | undefined;
  #count = 0;
  /** Counts the workers that have ended: what one was given, the next one lacks. */
  generation = 0;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  constructor(host: SandboxHost, script: WorkerScript) {
    this.#host = host;
    this.#script = script;
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** @throws CairnError what the engine threw, or that it ended. */
  async call<Name extends keyof Methods & string>(
    method: Name,
    args: Parameters<Methods[Name]>[0],
  ): Promise<Awaited<ReturnType<Methods[Name]>>> {
    const starting = (this.#worker ??= this.#start());
    const worker = await starting.catch((error: unknown) => {
      if (this.#worker === starting) this.#worker = undefined; // a next try may succeed
      throw error;
    });
    const call = ++this.#count;
    return new Promise<Awaited<ReturnType<Methods[Name]>>>((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      const message: ToEngine = { call, method, args };
      worker.port.post(message);
    });
  }

  end(): void {
    this.generation++;
    this.#worker?.then(
      (worker) => worker.terminate(),
      () => undefined, // it never started
    );
    this.#worker = undefined;
    this.#failAll("was ended");
  }

  async #start(): Promise<SandboxWorker> {
    const worker = await this.#host.start(this.#script);
    worker.onDeath((reason) => {
      this.generation++;
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
      call.reject(new CairnError(`the ${this.#script}'s worker ${reason}`, { code: "worker-ended" }));
  }
}
