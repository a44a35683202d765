// One line a cell on standard error: it lives while the cell runs in a terminal, and is written once
// elsewhere.
import type { Output } from "#cell-api/outputs.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import { changeWords } from "#markup/change-words.ts";
import { shortVersion } from "#markup/short-version.ts";
import type { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";

const MARKS: Partial<Record<CodeCellView["status"], string>> = {
  done: "✓",
  cached: "=",
  error: "✗",
  stopped: "■",
  stale: "~",
  disabled: "-",
  idle: "·",
};

/** @param isShown false: nothing is said of the cell */
export function progressLines(
  session: Session,
  out: NodeJS.WriteStream,
  isShown: (view: CodeCellView) => boolean = () => true,
): { end(): void } {
  const written = new Set<string>();
  let live = "";
  const clear = () => {
    if (out.isTTY && live) out.write("\r\u001B[2K");
    live = "";
  };
  const draw = () => {
    for (const view of session.cells) {
      if (view.type !== "code" || !isShown(view)) continue;
      if (
        view.status === "done" ||
        view.status === "cached" ||
        view.status === "error" ||
        view.status === "stopped"
      ) {
        if (written.has(view.id) || (view.status === "error" && session.isRunning && view.ms === undefined))
          continue;
        clear();
        written.add(view.id);
        out.write(`${lineOf(view)}\n`);
      } else if (view.status === "running" && out.isTTY) {
        const text = `… ${view.name}${runningDetail(view)}`;
        if (text === live) continue;
        clear();
        live = text;
        out.write(text);
      } else if (view.status === "queued" || view.status === "running") written.delete(view.id);
    }
  };
  const unsubscribe = session.subscribe(draw);
  return {
    end() {
      unsubscribe();
      draw();
      clear();
      for (const view of session.cells) {
        if (view.type === "code" && isShown(view) && !written.has(view.id)) out.write(`${lineOf(view)}\n`);
      }
      if (session.backend.name) {
        const { name, adapter, reason, warnings } = session.backend;
        out.write(`Ran on ${name}${adapter ? ` (${adapter})` : ""}${reason ? `: ${reason}` : ""}.\n`);
        for (const warning of warnings ?? []) out.write(`! ${warning}\n`);
        if (warnings?.length === 0) out.write("Its operations agree with their definitions.\n");
      }
    },
  };
}

function lineOf(view: CodeCellView): string {
  const time =
    view.ms === undefined
      ? ""
      : `  ${view.ms < 1000 ? `${Math.round(view.ms)} ms` : `${(view.ms / 1000).toFixed(1)} s`}`;
  const detail = view.statusDetail === undefined ? "" : `  (${view.statusDetail})`;
  const head = `${MARKS[view.status] ?? " "} ${view.name.padEnd(16)} ${view.kind.padEnd(9)} ${view.status}${time}${detail}`;
  const logs = view.outputs.flatMap((output) =>
    output.type === "log" ? [`    ${output.text.replaceAll("\n", "\n    ")}`] : [],
  );
  const report = view.outputs.flatMap((output) =>
    output.type === "report" ? linesOfReport(output.report) : [],
  );
  const changed = view.outputs.flatMap((output) =>
    output.type === "dataset" && output.change
      ? [
          `    ${output.holds === "before" ? `${output.profile.source} has changed since the pinned version` : `since ${shortVersion(output.change.from)}`}: ${changeWords(output.change)}`,
        ]
      : [],
  );
  const drift = view.outputs.flatMap((output) => (output.type === "drift" ? driftLines(output.report) : []));
  const onnx = view.outputs.flatMap(onnxLines);
  const { error } = view;
  if (!error) return [head, ...logs, ...changed, ...report, ...drift, ...onnx].join("\n");
  const place = error.line === undefined ? "" : `line ${error.line}, column ${error.column ?? 1}: `;
  return [
    head,
    ...logs,
    ...report,
    ...onnx,
    `    ${place}${error.message}`,
    ...(error.hint === undefined ? [] : [`    ${error.hint}`]),
  ].join("\n");
}

/** Metrics, and the worst slice where rows were parted. */
function linesOfReport({ metrics, rowCount, slices }: Report): string[] {
  const short = (value: number) => String(Number(value.toPrecision(4)));
  const worst = slices?.scores[0];
  return [
    `    ${metrics.map(({ name, value }) => `${name} ${short(value)}`).join(", ")} on ${rowCount} rows`,
    ...(worst
      ? [
          `    worst slice: ${worst.label}, ${metrics[0].name} ${short(worst.value)} on ${worst.rowCount} rows`,
        ]
      : []),
  ];
}

/** One line a format; or the answer and how long it took. */
function onnxLines(output: Output): string[] {
  const short = (value: number) => String(Number(value.toPrecision(4)));
  if (output.type === "formats") {
    const { formats, picked, metric } = output.report;
    return formats.map(({ format, sizeBytes, metrics, signalToNoise, latency, passed, problem }) => {
      const value = metrics.find(({ name }) => name === metric)?.value;
      const facts = [
        `${sizeBytes} bytes`,
        ...(value === undefined ? [] : [`${metric} ${short(value)}`]),
        ...(signalToNoise === undefined ? [] : [`SQNR ${signalToNoise.toFixed(1)} dB`]),
        ...(latency ? [`${short(latency.medianMs)} ms a row`] : []),
        ...(problem === undefined ? (passed ? [] : ["does not pass"]) : [problem]),
        ...(format === picked ? ["picked"] : []),
      ];
      return `    ${format.padEnd(13)} ${facts.join(", ")}`;
    });
  }
  if (output.type !== "inference") return [];
  const { answer, target, format, latency, device } = output;
  const said =
    "value" in answer
      ? short(answer.value)
      : `${answer.class} (${short(Math.max(...answer.shares.map(({ share }) => share)))})`;
  const on = device.name === "wasm" ? "WebAssembly" : "WebGPU";
  return [`    ${target}: ${said}; ${format}, ${short(latency.medianMs)} ms a row on ${on}`];
}

function driftLines({ driftedCount, judgedCount, columns, alerts }: DriftReport): string[] {
  const tooFew = columns.filter(({ verdict }) => verdict === "too few rows").length;
  return [
    `    ${driftedCount} of ${judgedCount} judged columns drifted${tooFew === 0 ? "" : `, ${tooFew} with too few rows`}`,
    ...alerts.map(({ head, text }) => `    ! ${head} ${text}`),
  ];
}

function runningDetail(view: CodeCellView): string {
  const training = view.outputs.find((output) => output.type === "training");
  if (!training) return "";
  const { epoch, epochs, points } = training.progress;
  const loss = points.at(-1)?.loss;
  return `  epoch ${epoch} of ${epochs}${loss === undefined ? "" : `, loss ${loss.toPrecision(3)}`}`;
}
