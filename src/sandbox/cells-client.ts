// The host's side of the cells' worker: starts it, hands it values and cells, and ends it.
import { CairnError } from "#errors/cairn-error.ts";
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import { checkMessage } from "./check-message.ts";
import type {
  BackendChoice,
  BackendReport,
  CellTask,
  FetchedResponse,
  FromCells,
  HostRequest,
  ToCells,
} from "./contract.ts";
import type { SandboxHost, SandboxWorker } from "./host.ts";
import { sendError } from "./send-error.ts";

export interface CellsClientOptions {
  host: SandboxHost;
  backend: BackendChoice;
  checksBackend: boolean;
  /** Bytes of one of our own files in the sandbox's folder. */
  asset(name: string): Promise<Uint8Array>;
  /** A request of a cell. @throws CairnError when its host was not granted. */
  fetch(request: Extract<HostRequest, { type: "fetch" }>): Promise<FetchedResponse>;
  onBackend(backend: BackendReport): void;
}

export type Outcome =
  | (Extract<FromCells, { type: "finished" }> & { values: FromCellsValues })
  | Extract<FromCells, { type: "failed" }>
  /** The worker was ended: by Stop, or by itself (`reason`). */
  | { type: "ended"; reason?: string };
type FromCellsValues = Extract<FromCells, { type: "finished" }>["values"];

const OUTPUT_LIMIT = 2100;
const START_TIMEOUT_MS = 20_000;

export class CellsClient {
  readonly #options: CellsClientOptions;
  #worker: SandboxWorker | undefined;
  #starting: Promise<void> | undefined;
  #failStart: (error: Error) => void = () => undefined;
  #runCount = 0;
  #current:
    | {
        task: CellTask;
        outputs: Output[];
        onOutputs(outputs: readonly Output[]): void;
        end(outcome: Outcome): void;
      }
    | undefined;
  /** Names of values that the worker has, with the key of the result that made them. */
  readonly #present = new Map<string, string>();

  constructor(options: CellsClientOptions) {
    this.#options = options;
  }

  has(name: string, key: string): boolean {
    return this.#present.get(name) === key;
  }

  /** The value was made anew outside the worker: what it has under this name is old. */
  forget(name: string): void {
    this.#present.delete(name);
  }

  /** Takes values out of the worker whose names no cell defines any more and that can be put back. */
  drop(canBeDropped: (name: string, key: string) => boolean): void {
    const names = [...this.#present].flatMap(([name, key]) => (canBeDropped(name, key) ? [name] : []));
    if (names.length === 0) return;
    for (const name of names) this.#present.delete(name);
    this.#post({ type: "drop", names });
  }

  /** Starts the worker if there is none. A next try may succeed where this one failed. */
  start(): Promise<void> {
    if (this.#starting) return this.#starting;
    const starting: Promise<void> = this.#start(() => this.#starting === starting).catch((error: unknown) => {
      if (this.#starting === starting) this.end();
      throw error;
    });
    this.#starting = starting;
    return starting;
  }

  put(values: readonly { name: string; key: string; encoded: Encoded }[]): void {
    for (const { name, key } of values) this.#present.set(name, key);
    this.#post({ type: "put", values: values.map(({ name, encoded }) => ({ name, encoded })) });
  }

  /** Runs one cell; the values it defines are then present under `key`. */
  async run(task: CellTask, key: string, onOutputs: (outputs: readonly Output[]) => void): Promise<Outcome> {
    await this.start();
    if (this.#current) throw new CairnError("a cell is running already: one at a time");
    const outcome = await new Promise<Outcome>((end) => {
      this.#current = { task, outputs: [], onOutputs, end };
      this.#post({ type: "run", run: ++this.#runCount, task });
    });
    this.#current = undefined;
    if (outcome.type === "finished") for (const { name } of outcome.values) this.#present.set(name, key);
    if (outcome.type !== "ended") for (const name of outcome.lost) this.#present.delete(name);
    if (outcome.type !== "ended" && outcome.isSpoiled) this.end();
    return outcome;
  }

  /** Asks a training to end and keep its model. */
  cancel(): void {
    if (this.#current) this.#post({ type: "cancel", run: this.#runCount });
  }

  /** Ends the worker, whatever it does. The next start has no values. */
  end(reason?: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#starting = undefined;
    this.#failStart(new CairnError("the sandbox's worker was ended", { code: "no-sandbox" }));
    this.#present.clear();
    this.#current?.end({ type: "ended", ...(reason !== undefined && { reason }) });
  }

  /** @param isWanted false when the worker was ended before it had started */
  async #start(isWanted: () => boolean): Promise<void> {
    const worker = await this.#options.host.start("cells");
    if (!isWanted()) {
      worker.terminate();
      throw new CairnError("the sandbox's worker was ended", { code: "no-sandbox" });
    }
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new CairnError(`the sandbox's worker did not start within ${START_TIMEOUT_MS / 1000} s`, {
              code: "no-sandbox",
            }),
          ),
        START_TIMEOUT_MS,
      );
      this.#failStart = (error) => {
        clearTimeout(timer);
        reject(error);
      };
      worker.onDeath((reason) => {
        this.#failStart(new CairnError(`the sandbox's worker ended: ${reason}`, { code: "no-sandbox" }));
        if (this.#worker === worker) this.end(reason);
      });
      worker.port.onMessage((message) => {
        if (this.#worker !== worker) return; // it was ended; what it still says is about nothing
        if (this.#receive(message) === "ready") {
          clearTimeout(timer);
          resolve();
        }
      });
    });
    const { backend, checksBackend } = this.#options;
    this.#post({ type: "boot", backend, checksBackend });
  }

  #receive(message: unknown): FromCells["type"] | undefined {
    const current = this.#current;
    const expected = current && { run: this.#runCount, defines: current.task.defines };
    const checked = checkMessage(message, expected);
    switch (checked?.type) {
      case "backend":
        this.#options.onBackend(checked.backend);
        break;
      case "outputs":
        if (
          current &&
          checked.start <= current.outputs.length &&
          checked.start + checked.outputs.length <= OUTPUT_LIMIT
        ) {
          current.outputs.splice(checked.start, Infinity, ...checked.outputs);
          current.onOutputs([...current.outputs]);
        }
        break;
      case "finished":
      case "failed":
        current?.end(checked);
        break;
      case "ask":
        void this.#answer(checked.ask, checked.request);
        break;
      case "ready":
      case undefined:
        break;
    }
    return checked?.type;
  }

  async #answer(ask: number, request: HostRequest): Promise<void> {
    try {
      const value =
        request.type === "asset"
          ? await this.#options.asset(request.name)
          : await this.#options.fetch(request);
      this.#post({ type: "answer", ask, value });
    } catch (error) {
      this.#post({ type: "answer", ask, error: sendError(error) });
    }
  }

  #post(message: ToCells): void {
    this.#worker?.port.post(message);
  }
}
