// The inside of the cells' worker: keeps the values of cells, runs one cell at a time and reports what
// became of it. Platform-neutral; cells.worker.ts (browser) and cells-node.worker.ts give it a port.
import type { CellContext } from "#cell-api/cell-context.ts";
import { contentHashOf, decode, encode, type Encoded } from "#cell-api/codec.ts";
import type { PlotLibrary } from "#cell-api/plot-library.ts";
import { showValue } from "#cell-api/show-value.ts";
import { predictForEvaluate } from "#cells/evaluate/run.ts";
import { answersForMonitor } from "#cells/monitor/run.ts";
import type { MonitorBody } from "#cells/monitor/monitor-kind.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import { runTrain } from "#cells/train/run.ts";
import type { TrainBody } from "#cells/train/train-kind.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import { installGlobals, offer } from "./cell-globals.ts";
import { cellEnvironment } from "./cell-environment.ts";
import type { BackendChoice, BackendReport, CellTask, FromCells, KeptValue, ToCells } from "./contract.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { fillReferences } from "./fill-references.ts";
import { fingerprint } from "./fingerprint.ts";
import { HiddenState } from "./hidden-state.ts";
import { holdsFunction, refuseIterators } from "./inspect-exports.ts";
import { OutputBuffer } from "./output-buffer.ts";
import { guardRealm, newGlobalError, type RealmGuard } from "./realm-guard.ts";
import type { RealmPlatform } from "./realm-platform.ts";
import { changedInput, changedLate } from "./realm-errors.ts";
import { allRules, type RealmRules } from "./realm-rules.ts";
import { compileCell, type CompiledCell } from "./run-code.ts";
import { sendError } from "./send-error.ts";
import { startBackend } from "./start-backend.ts";
import { TensorKeeper } from "./tensor-keeper.ts";
import { guardTensorFlow } from "./tensorflow-guard.ts";

const COPY_LIMIT_BYTES = 64 * 2 ** 20;

export function createCellsRealm(platform: RealmPlatform, rules: RealmRules = allRules): void {
  const values = new Map<string, unknown>();
  const environment = cellEnvironment(rules);
  const hidden = new HiddenState();
  const tensors = new TensorKeeper();
  /** Names whose functions keep state that only analysis can see. */
  const freshNames = new Set<string>();
  const post = (message: FromCells) => platform.port.post(message);
  let backendChoice: BackendChoice = "auto";
  let checksBackend = false;
  let isGpuLost = false;
  let backend: Promise<BackendReport> | undefined;
  let current: RunningCell | undefined;
  let guard: RealmGuard | undefined;
  let plotLibrary: PlotLibrary | undefined;
  let tensorFlowGuard: ReturnType<typeof guardTensorFlow> | undefined;
  let isImpure = false;
  /** Values that arrived and could not be decoded: no backend, for one. */
  const unreadable = new Map<string, unknown>();
  /** Fingerprints of values when a cell last had to do with them, and the cell that ran last. */
  const marks = new Map<string, string>();
  let lastCell = "";
  // One thing at a time: values that arrive are decoded before the cell that reads them starts.
  let waiting: Promise<void> = Promise.resolve();

  // The person's line lies below a dozen frames of tfjs when one of its kernels refuses.
  Error.stackTraceLimit = 50;
  installGlobals(() => current, guardedFetch);
  platform.onUncaught((error) => {
    if (current) current.uncaught ??= { error };
  });
  platform.port.onMessage((message) => {
    const received = message as ToCells;
    if (received.type === "cancel") cancel(received.run);
    else if (received.type !== "answer") waiting = after(waiting, received);
  });
  post({ type: "ready" });

  async function after(earlier: Promise<void>, message: ToCells): Promise<void> {
    await earlier;
    await receive(message).catch(() => undefined); // what could not be said must not keep the next from being heard
  }

  async function receive(message: ToCells): Promise<void> {
    switch (message.type) {
      case "boot":
        backendChoice = message.backend;
        checksBackend = message.checksBackend;
        break;
      case "put":
        for (const { name, encoded } of message.values) await put(name, encoded);
        break;
      case "drop":
        for (const name of message.names) drop(name);
        break;
      case "run":
        await runTask(message.run, message.task);
        break;
      case "cancel":
      case "answer":
        break; // heard at once by cancel() and by the platform
    }
  }

  async function put(name: string, encoded: Encoded): Promise<void> {
    marks.delete(name);
    unreadable.delete(name);
    hidden.remember(name, undefined, undefined);
    try {
      if (needsTensors(encoded)) await ensureBackend();
      const value = await decode(encoded);
      values.set(name, value);
      tensors.hold(name, value);
    } catch (error) {
      unreadable.set(name, error); // told to whoever reads it
    }
  }

  function drop(name: string): void {
    values.delete(name);
    marks.delete(name);
    unreadable.delete(name);
    freshNames.delete(name);
    hidden.remember(name, undefined, undefined);
    tensors.drop(name);
  }

  function cancel(run: number): void {
    if (current?.run === run) current.abort.abort();
  }

  async function runTask(run: number, task: CellTask): Promise<void> {
    const startedMs = platform.now();
    const outputs = new OutputBuffer(
      (start, sent) => post({ type: "outputs", run, start, outputs: sent }),
      () => platform.now(),
    );
    const stopTicking = platform.every(50, () => {
      outputs.tick();
      tensors.tidyNotes();
    });
    const ms = () => platform.now() - startedMs;
    let compiled: CompiledCell | undefined;
    let end = { lost: [] as string[], isSpoiled: false };
    try {
      if (task.needsBackend) await ensureBackend();
      if (task.needsPlot) await ensurePlot();
      noteLateChanges(outputs);
      const inputs = inputsOf(task);
      const late = task.reads.filter(
        (name) => marks.has(name) && fingerprint(inputs[name]) !== marks.get(name),
      );
      end.lost = late;
      if (late.length > 0) throw changedLate(late, lastCell);
      if (isCode(task)) compiled = compileCell(task);
      tensors.begin();
      const ended = await carryOut(run, task, { inputs, outputs, ...(compiled && { compiled }) });
      end = ended;
      if ("failure" in ended) throw ended.failure;
      const kept = await keep(task, ended.result, inputs);
      const memory = tensors.end(ended.result.values, task.reads);
      outputs.flush();
      post({
        type: "finished",
        run,
        ms: ms(),
        values: kept,
        memory,
        isImpure,
        wasStopped: ended.wasStopped,
        restored: ended.restored,
        lost: end.lost,
        isSpoiled: end.isSpoiled,
        ...(ended.result.handover !== undefined && { handover: ended.result.handover }),
      });
    } catch (error) {
      tensors.end(undefined, []);
      outputs.flush();
      const { lost, isSpoiled } = end;
      post({ type: "failed", run, ms: ms(), error: sendError(error, compiled?.text), lost, isSpoiled });
    } finally {
      stopTicking();
      current = undefined;
      lastCell = task.cell;
    }
  }

  function inputsOf(task: CellTask): Inputs {
    for (const name of task.reads) if (unreadable.has(name)) throw unreadable.get(name);
    return Object.fromEntries(task.reads.map((name) => [name, values.get(name)]));
  }

  /** What a cell did to the realm after its end, by a message or a promise of its own. */
  function noteLateChanges(outputs: OutputBuffer): void {
    const late = guard?.restore();
    guard ??= rules.guardRealm ? guardRealm({ tf, console, Math }) : undefined;
    const names = late ? [...late.restored, ...late.added] : [];
    if (names.length === 0) return;
    const text = `After its end cell ${lastCell} changed ${names.slice(0, 5).join(", ")}; Cairn put it back.`;
    outputs.add({ type: "log", level: "warn", text });
  }

  /** Runs the cell and puts back what all cells share. */
  async function carryOut(
    run: number,
    task: CellTask,
    { inputs, outputs, compiled }: { inputs: Inputs; outputs: OutputBuffer; compiled?: CompiledCell },
  ): Promise<Ended> {
    const before = rules.checkInputs ? fingerprints(inputs) : new Map<string, string>();
    const watched = rules.freshClosures ? hidden.watch(task.reads) : undefined;
    const abort = new AbortController();
    const context: CellContext = {
      random: environment.begin(task.stream),
      seed: task.stream,
      show: (output) => outputs.add(output),
      replace: (handle, output) => outputs.replace(handle, output),
      signal: abort.signal,
      breathe: () => platform.breathe(),
      now: () => platform.now(),
    };
    isImpure = false;
    const running: RunningCell = { run, context, abort, ...(compiled && { compiled }) };
    current = running;
    let result: TaskResult = { values: {} };
    let thrown: { error: unknown } | undefined;
    try {
      result = compiled ? await runCompiled(compiled, inputs) : await runKind(task, inputs, context);
    } catch (error) {
      thrown = { error };
    }
    // First of all: what comes after must find the built-ins of before.
    const { restored, added, isSpoiled } = guard?.restore() ?? { restored: [], added: [], isSpoiled: false };
    try {
      if (!thrown) await finish(result, context);
    } catch (error) {
      thrown = { error };
    }
    environment.end();
    restored.push(...(tensorFlowGuard?.restore() ?? []));
    const spoiled = [...before]
      .filter(([name, mark]) => fingerprint(inputs[name]) !== mark)
      .map(([name]) => name);
    for (const name of before.keys()) marks.set(name, fingerprint(inputs[name]));
    const { values: changed, makers } = watched?.changed() ?? { values: [], makers: new Set() };
    changed.push(...spoiled.map((name) => inputs[name]));
    const lost = hidden.sharing({ values: changed, makers }, values);
    // On a lost device nothing runs any more: a new worker starts on the next rung of the ladder.
    const ended = {
      result,
      lost,
      isSpoiled: isSpoiled || isGpuLost,
      restored,
      wasStopped: abort.signal.aborted,
    };
    thrown ??= running.uncaught;
    if (thrown) return { ...ended, failure: thrown.error };
    if (spoiled.length > 0) return { ...ended, failure: changedInput(spoiled) };
    if (added.length > 0) return { ...ended, failure: newGlobalError(added) };
    return ended;
  }

  async function runCompiled(compiled: CompiledCell, inputs: Inputs): Promise<TaskResult> {
    let shown: unknown;
    const { values: defined, variables } = await compiled.run(inputs, (value) => (shown = value));
    // `model.fit(…).then(…)` ends a cell in every guide: what it is about has ended when the promise has.
    if (shown instanceof Promise) shown = await shown;
    return { values: defined, variables, shown };
  }

  /** Shows the last expression, and freezes what others may read. */
  async function finish(
    { values: defined, variables, shown }: TaskResult,
    context: CellContext,
  ): Promise<void> {
    if (!variables) return; // no code
    refuseIterators(defined);
    for (const output of await showValue(shown)) context.show(output);
    if (rules.freezeExports) for (const value of Object.values(defined)) deepFreeze(value);
  }

  async function runKind(task: CellTask, inputs: Inputs, context: CellContext): Promise<TaskResult> {
    const body = fillReferences(task.body, inputs);
    switch (task.kind) {
      case "train": {
        const { trained } = await runTrain(body as TrainBody, inputs, context);
        return { values: { [task.defines[0]]: trained } };
      }
      case "evaluate":
        return { values: {}, handover: await predictForEvaluate(body as EvaluateBody, inputs) };
      case "monitor":
        return { values: {}, handover: await answersForMonitor(body as MonitorBody, inputs) };
      default:
        throw new CairnError(`a cell of kind "${task.kind}" does not run among the cells`, {
          code: "unknown-kind",
        });
    }
  }

  /** Stores what the cell defined and makes the copies that outlive this worker. */
  async function keep(task: CellTask, result: TaskResult, inputs: Inputs): Promise<KeptValue[]> {
    const kept: KeptValue[] = [];
    const { values: defined, variables } = result;
    const maker = variables && { variables, inputs };
    const keepsState = task.keepsState || task.reads.some((name) => freshNames.has(name));
    let leftBytes = COPY_LIMIT_BYTES;
    for (const [name, value] of Object.entries(defined)) {
      values.set(name, value);
      unreadable.delete(name);
      if (rules.checkInputs) marks.set(name, fingerprint(value));
      hidden.remember(name, value, maker);
      const copy = await encode(value, leftBytes);
      const isFresh = rules.freshClosures && keepsState && holdsFunction(value);
      if (isFresh) freshNames.add(name);
      else freshNames.delete(name);
      if (!copy) {
        kept.push({ name, sizeBytes: 0, ...(isFresh && { isFresh }) });
        continue;
      }
      leftBytes -= copy.sizeBytes;
      const contentHash = contentHashOf(copy.encoded, copy.sizeBytes);
      kept.push({
        name,
        encoded: copy.encoded,
        sizeBytes: copy.sizeBytes,
        ...(contentHash && { contentHash }),
      });
    }
    return kept;
  }

  function ensureBackend(): Promise<BackendReport> {
    backend ??= startBackend(backendChoice, platform, {
      isChecked: checksBackend,
      onLost: () => (isGpuLost = true),
    }).then(
      (report) => {
        guard = undefined; // the backend's own globals are no cell's
        if (rules.guardRealm) tensorFlowGuard = guardTensorFlow();
        post({ type: "backend", backend: report });
        return report;
      },
      (error: unknown) => {
        backend = undefined; // a next try may succeed
        throw error;
      },
    );
    return backend;
  }

  /** @throws when the script cannot be had: the cell that asked says so, and a next try may succeed */
  async function ensurePlot(): Promise<void> {
    if (plotLibrary) return;
    plotLibrary = await platform.loadPlot();
    guard = undefined; // what the library's script put among the globals is no cell's
    offer("Plot", plotLibrary);
  }

  async function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    isImpure = true;
    const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    return platform.fetch(url, init);
  }
}

type Inputs = Readonly<Record<string, unknown>>;

interface RunningCell {
  /** Thrown in a timer or a promise of the cell that nobody awaits. */
  uncaught?: { error: unknown };
  run: number;
  context: CellContext;
  abort: AbortController;
  compiled?: CompiledCell;
}

interface TaskResult {
  values: Record<string, unknown>;
  /** Of code only. */
  variables?: () => Record<string, unknown>;
  /** Value of the last expression. */
  shown?: unknown;
  handover?: unknown;
}

interface Ended {
  result: TaskResult;
  /** Present when the cell failed; it may be anything that can be thrown. */
  failure?: unknown;
  lost: string[];
  isSpoiled: boolean;
  restored: string[];
  wasStopped: boolean;
}

function isCode(task: CellTask): boolean {
  return task.kind === "ts" || task.kind === "js";
}

function fingerprints(inputs: Inputs): Map<string, string> {
  return new Map(Object.entries(inputs).map(([name, value]) => [name, fingerprint(value)]));
}

function needsTensors(encoded: unknown): boolean {
  const text = JSON.stringify(encoded, (key, value: unknown) =>
    key === "values" || key === "weights" || key === "bytes" ? undefined : value,
  );
  return /"\$":"(tensor|model|trained-model)"/.test(text ?? "");
}
