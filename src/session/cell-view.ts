// From what the session keeps of a cell to what is shown of it: the status, its words, the error.
import type { CellKey } from "#dataflow/cell-key.ts";
import type { CodeCell } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { shortHash } from "#hashing/short-hash.ts";
import type { Analysis } from "./analysis.ts";
import type { CellState } from "./cell-state.ts";
import { hostNotGranted } from "./granted-fetch.ts";
import type { Fault } from "./mends.ts";
import type { CellErrorView, Mark, Mend, CellStatus, CodeCellView } from "./session-view.ts";

export interface ViewInput {
  cell: CodeCell;
  state: CellState;
  /** Its name while nothing is known of its text. */
  fallbackName: string;
  analysis?: Analysis;
  /** Names it reads whose cells were stopped: usable, and stale. */
  stoppedInputs: ReadonlySet<string>;
  /** Its key of now; absent before the analyser is loaded. */
  key?: CellKey;
  mends: (fault: Fault) => Mend[];
}

export function viewCell({
  cell,
  state,
  fallbackName,
  analysis,
  stoppedInputs,
  key,
  mends,
}: ViewInput): CodeCellView {
  const facts = analysis?.graph.cells.get(cell.id);
  const inputs = analysis?.graph.inputs.get(cell.id) ?? new Map();
  const problems = analysis?.problems.get(cell.id) ?? [];
  const isDisabled = cell.attributes.some((attribute) => attribute.name === "disabled");
  const { status, detail } = isDisabled
    ? { status: "disabled" as const }
    : statusOf(state, key, problems, stoppedInputs);
  const marks = problems.map((problem) => markOf({ ...problem, ...problem.at }, mends));
  const error = status === "error" ? errorView(state, problems, marks, mends) : undefined;
  if (error && problems.length === 0 && error.line !== undefined)
    marks.push(markOf({ ...error, line: error.line }, () => error.mends));
  const shownKey = state.result?.key ?? state.publishedKey;
  return {
    type: "code",
    id: cell.id,
    name: facts?.name ?? cell.explicitName ?? fallbackName,
    kind: cell.kind,
    language: cell.language,
    body: cell.body,
    attributes: cell.attributes,
    status,
    ...(detail !== undefined && { statusDetail: detail }),
    ...(shownKey !== undefined && { shortKey: shortHash(shownKey) }),
    inputs: facts
      ? [...inputs].map(([name, owner]) => ({ name, cell: owner }))
      : (state.publishedInputs ?? []),
    outputs: state.outputs,
    isPublished: state.isPublished,
    ...(state.ms !== undefined && { ms: state.ms }),
    ...(state.memory && { memory: state.memory }),
    ...(state.startedAtMs !== undefined && { startedAt: state.startedAtMs }),
    ...(error && { error }),
    marks,
    problems,
  };
}

function markOf(
  { line, column = 1, message, hint, code }: Fault & { line: number },
  mends: (fault: Fault) => Mend[],
): Mark {
  return {
    line,
    column,
    message,
    ...(hint !== undefined && { hint }),
    mends: mends({
      line,
      column,
      message,
      ...(hint !== undefined && { hint }),
      ...(code !== undefined && { code }),
    }),
  };
}

function statusOf(
  state: CellState,
  key: CellKey | undefined,
  problems: readonly Problem[],
  stoppedInputs: ReadonlySet<string>,
): { status: CellStatus; detail?: string } {
  const words = state.statusDetail ?? alertWords(state);
  const detail = words === undefined ? {} : { detail: words };
  if (state.phase === "running" || state.phase === "queued") return { status: state.phase, ...detail };
  if (problems.length > 0) return { status: "error", ...detail };
  const isOldError = key !== undefined && state.errorKey !== undefined && state.errorKey !== key.key;
  if (state.phase === "error" && !isOldError) return { status: "error", ...detail };
  if (state.phase === "stopped") {
    if (state.result && key && state.result.key !== key.key)
      return { status: "stale", detail: staleDetail(state, key, stoppedInputs) };
    return { status: "stopped", detail: state.result ? stoppedDetail(state) : "nothing kept" };
  }
  if (state.result) {
    if (key && state.result.key !== key.key)
      return { status: "stale", detail: staleDetail(state, key, stoppedInputs) };
    return { status: state.result.ranHere ? "done" : "cached", ...detail };
  }
  if (state.publishedStatus !== undefined && state.isPublished)
    return { status: "idle", detail: state.statusDetail ?? "as published" };
  return isOldError ? { status: "stale", detail: "changed since it failed" } : { status: "idle", ...detail };
}

/** "one alert": what a monitor found. */
function alertWords({ outputs }: CellState): string | undefined {
  const count = outputs.reduce(
    (sum, output) => sum + (output.type === "drift" ? output.report.alerts.length : 0),
    0,
  );
  return count === 0 ? undefined : count === 1 ? "one alert" : `${count} alerts`;
}

function staleDetail(state: CellState, key: CellKey, stoppedInputs: ReadonlySet<string>): string {
  const before = state.result!.parts;
  for (const name of Object.keys(key.parts.inputs)) {
    if (before.inputs[name] !== key.parts.inputs[name])
      return `${name} ${stoppedInputs.has(name) ? "was stopped" : "changed"}`;
  }
  if (before.body !== key.parts.body) return "text changed";
  return before.stream === key.parts.stream ? "changed" : "seed changed";
}

function stoppedDetail(state: CellState): string {
  const training = state.outputs.find((output) => output.type === "training");
  return training ? `at epoch ${training.progress.epoch}, model kept` : "value kept";
}

function errorView(
  state: CellState,
  problems: readonly Problem[],
  marks: readonly Mark[],
  mends: (fault: Fault) => Mend[],
): CellErrorView {
  const [problem] = problems;
  if (problem) {
    return {
      message: problem.message,
      line: problem.at.line,
      column: problem.at.column,
      ...(problem.hint !== undefined && { hint: problem.hint }),
      notes: (problem.notes ?? []).map((note) => note.text),
      mends: marks[0]?.mends ?? [],
    };
  }
  const { message = "it failed", code, line, column, hint, stack } = state.error ?? {};
  const host = state.error && hostNotGranted(state.error);
  return {
    message,
    ...(code !== undefined && { code }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(hint !== undefined && { hint }),
    ...(host !== undefined && { host }),
    ...(stack !== undefined && { stack }),
    notes: [],
    mends: mends({ message, ...state.error }),
  };
}
