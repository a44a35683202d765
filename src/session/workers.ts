// The workers of one notebook, started when they are first needed.
import { CairnError } from "#errors/cairn-error.ts";
import { CellsClient } from "#sandbox/cells-client.ts";
import type { BackendReport } from "#sandbox/contract.ts";
import { EngineClient } from "#sandbox/engine-client.ts";
import { InferenceClient } from "#sandbox/inference-client.ts";
import type { SandboxHost } from "#sandbox/host.ts";
import type { SessionServices } from "./services.ts";

export class Workers {
  /** Undefined until something needed it. */
  cells: CellsClient | undefined;
  readonly #services: SessionServices;
  readonly #onBackend: (backend: BackendReport) => void;
  #host: Promise<SandboxHost> | undefined;
  #engine: EngineClient | undefined;
  #inference: InferenceClient | undefined;
  #isClosed = false;

  constructor(services: SessionServices, onBackend: (backend: BackendReport) => void) {
    this.#services = services;
    this.#onBackend = onBackend;
  }

  /** All, with the cells' worker ready. @throws CairnError when the sandbox cannot start; a next try may succeed */
  async start(): Promise<{
    cells: CellsClient;
    engine: EngineClient;
    inference: InferenceClient;
  }> {
    const host = await this.#startHost();
    const engine = (this.#engine ??= new EngineClient(host));
    this.cells ??= new CellsClient({
      host,
      backend: this.#services.backend,
      checksBackend: this.#services.checksBackend ?? false,
      asset: (name) => this.#services.asset(name),
      fetch: (request) => this.#services.fetch(request),
      onBackend: this.#onBackend,
    });
    await this.cells.start();
    if (this.#isClosed) {
      this.cells.end();
      throw closedError();
    }
    return { cells: this.cells, engine, inference: this.#inferenceOn(host) };
  }

  /** ONNX Runtime's alone. @throws CairnError as `start` does */
  async startInference(): Promise<InferenceClient> {
    return this.#inferenceOn(await this.#startHost());
  }

  /** Its worker starts when it is first asked. */
  #inferenceOn(host: SandboxHost): InferenceClient {
    const { backend } = this.#services;
    const asset = (name: string) => this.#services.asset(name);
    return (this.#inference ??= new InferenceClient({ host, backend, asset }));
  }

  async #startHost(): Promise<SandboxHost> {
    this.#host ??= this.#services.startHost();
    let host: SandboxHost;
    try {
      host = await this.#host;
    } catch (error) {
      this.#host = undefined;
      throw error;
    }
    // Nobody would end a worker that starts now.
    if (this.#isClosed) throw closedError();
    return host;
  }

  /** Ends what is busy, whatever it does. */
  interrupt(): void {
    this.cells?.end();
    if (this.#engine?.isBusy) this.#engine.end();
    if (this.#inference?.isBusy) this.#inference.end();
  }

  close(): void {
    this.#isClosed = true;
    this.cells?.end();
    this.#engine?.end();
    this.#inference?.end();
    this.#host?.then(
      (host) => host.close(),
      () => undefined, // it never started
    );
  }
}

function closedError(): CairnError {
  return new CairnError("the notebook was closed", { code: "closed" });
}
