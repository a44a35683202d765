// What would meet a criterion that is not met: an edit of the notebook where one does, else something to be done with it.
import { withKey } from "#cells/set-key.ts";
import { chainEdits } from "#document/edit-cells.ts";
import { insertCell, setBody, setFrontMatter, type CellSpec } from "#document/edit-notebook.ts";
import type { Edit } from "#document/edit.ts";
import type { Notebook } from "#document/notebook.ts";
import type { CriterionId } from "./criteria.ts";
import { pinnedCells, readDatasets, versionOf } from "./criteria.ts";
import { gatesOf, type Facts, type LadderCell } from "./facts.ts";

/** - `run`: run all · `lock`: run from nothing on WebAssembly, and keep what it gives · `pin`: the latest training that was
 *  scored · `worse`: train for one epoch, have the gate refuse it, and take the change back · `onnx`: export and check */
export type Deed = "run" | "lock" | "verify" | "pin" | "worse" | "onnx";

export type NextStep =
  | { label: string; type: "edit"; make: (notebook: Notebook) => Edit; thenRuns: boolean }
  | { label: string; type: "do"; deed: Deed };

/** Metrics of which less is better, by the names that gates use. */
const LESS_IS_BETTER = new Set(["log_loss", "calibration_error", "mae", "rmse"]);
const DEFAULT_RATE = 0.01;

/** Undefined where a person has to think first. */
export function nextStep(id: CriterionId, facts: Facts): NextStep | undefined {
  switch (id) {
    case "0.1":
      return hasKind(facts, "train") ? run("Run all") : addTraining(facts);
    case "0.2":
      return hasKind(facts, "evaluate") ? run("Run all") : addEvaluation(facts);
    case "1.1":
      return pinData(facts);
    case "1.2":
      return edit("State the seed", (notebook) =>
        setFrontMatter(notebook, { seed: notebook.frontMatter.seed }),
      );
    case "1.3":
      return { label: "Run it from nothing, and lock what it gives", type: "do", deed: "lock" };
    case "1.4":
      return facts.lock
        ? { label: "Run it from nothing, and compare", type: "do", deed: "verify" }
        : undefined;
    case "2.1":
      return trainAgain(facts);
    case "2.2":
      return facts.runs.some(({ type }) => type === "evaluation")
        ? { label: "Pin the latest run", type: "do", deed: "pin" }
        : undefined;
    case "2.3":
      return addGate(facts);
    case "2.4":
      return pinnedCells(facts).some((cell) => gatesOf(cell).some(([, rule]) => /\bpinned\b/.test(rule)))
        ? { label: "Show it a worse model", type: "do", deed: "worse" }
        : undefined;
    case "2.5":
      return hasKind(facts, "train") ? { label: "Export it as ONNX", type: "do", deed: "onnx" } : undefined;
    case "3.2":
      return hasKind(facts, "monitor") ? undefined : addMonitor(facts);
    default:
      return undefined;
  }
}

function edit(label: string, make: (notebook: Notebook) => Edit, thenRuns = false): NextStep {
  return { label, type: "edit", make, thenRuns };
}

function run(label: string): NextStep {
  return { label, type: "do", deed: "run" };
}

function hasKind({ cells }: Facts, kind: string): boolean {
  return cells.some((cell) => cell.kind === kind);
}

function append(label: string, specs: readonly CellSpec[]): NextStep {
  return edit(label, (notebook) =>
    chainEdits(
      notebook,
      specs.map((spec) => (state) => insertCell(state, state.cells.length, spec)),
    ),
  );
}

function form(kind: string, name: string, body: string): CellSpec {
  return { type: "code", language: "yaml", kind, name, body };
}

/** A column of few values, which a classifier can learn; the sample's own where there is no data yet. */
function targetOf(dataset: LadderCell | undefined): string {
  for (const output of dataset?.outputs ?? []) {
    if (output.type !== "dataset") continue;
    const { columns } = output.profile;
    const column = columns.find(({ type, distinctCount }) => type === "category" && distinctCount <= 20);
    return (column ?? columns.findLast(({ type }) => type === "number"))?.name ?? "";
  }
  return dataset ? "" : "species";
}

function addTraining(facts: Facts): NextStep {
  const [dataset] = facts.cells.filter(({ kind }) => kind === "dataset");
  const data = dataset?.name ?? "penguins";
  const source = form(
    "dataset",
    data,
    "from: sample:penguins\nmissing: drop\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
  );
  const train = form(
    "train",
    freeName("classifier", facts),
    `layers:\n  - dense: 16\n    activation: relu\ndata: ${data}\ntarget: ${targetOf(dataset)}\nepochs: 40`,
  );
  return append(dataset ? "Add a training" : "Add data and a training", dataset ? [train] : [source, train]);
}

function addEvaluation(facts: Facts): NextStep | undefined {
  const model = facts.cells.find(({ kind }) => kind === "train");
  const data = model?.form?.["data"];
  if (!model || typeof data !== "string") return undefined;
  return append("Add an evaluation", [
    form("evaluate", freeName("report", facts), `model: ${model.name}\ndata: ${data}\nsplit: test`),
  ]);
}

function pinData(facts: Facts): NextStep | undefined {
  const loose = readDatasets(facts).filter(({ form: body }) => typeof body?.["version"] !== "string");
  if (loose.length === 0) return run("Read the data");
  const known = loose.flatMap((cell) => {
    const version = versionOf(cell);
    return version === undefined ? [] : [{ ...cell, version }];
  });
  if (known.length < loose.length) return run("Read the data first");
  return edit(
    `Pin ${known.map(({ name }) => name).join(", ")}`,
    (notebook) =>
      chainEdits(
        notebook,
        known.map(
          ({ id, version }) =>
            (state: Notebook) =>
              setBody(state, id, withKey(bodyOf(state, id), "version", version)),
        ),
      ),
    true,
  );
}

/** Runs that differ in nothing teach nothing: the next one learns half as fast. */
function trainAgain(facts: Facts): NextStep | undefined {
  const cell = facts.cells.find(({ kind }) => kind === "train");
  if (!cell) return undefined;
  const given = cell.form?.["learningRate"];
  if (given !== undefined && typeof given !== "number") return run("Run all again");
  const rate = Number(((given ?? DEFAULT_RATE) / 2).toPrecision(3));
  return edit(
    `Train it again, at a learning rate of ${rate}`,
    (notebook) =>
      setBody(notebook, cell.id, withKey(bodyOf(notebook, cell.id), "learningRate", String(rate))),
    true,
  );
}

function addGate(facts: Facts): NextStep | undefined {
  const [cell] = pinnedCells(facts);
  if (!cell) return undefined;
  const gates = new Map(gatesOf(cell));
  const metrics = Object.keys(cell.form!["pinned"] as object).filter((name) => name !== "run");
  const metric = metrics.find((name) => !gates.has(name)) ?? metrics[0];
  if (metric === undefined) return undefined;
  gates.set(metric, LESS_IS_BETTER.has(metric) ? "<= pinned" : ">= pinned");
  const text = `{ ${[...gates].map(([name, rule]) => `${name}: ${JSON.stringify(rule)}`).join(", ")} }`;
  return edit(
    `Add a gate: ${metric} ${gates.get(metric)}`,
    (notebook) => setBody(notebook, cell.id, withKey(bodyOf(notebook, cell.id), "gates", text)),
    true,
  );
}

function addMonitor(facts: Facts): NextStep | undefined {
  const dataset = facts.cells.find(({ kind }) => kind === "dataset");
  if (!dataset) return undefined;
  const { name } = dataset;
  return append("Add a monitor", [
    form(
      "monitor",
      freeName("drift", facts),
      `reference: ${name}\ncurrent: ${name} # the rows of later, in a dataset cell of their own\nparts: { reference: train, current: test }`,
    ),
  ]);
}

function bodyOf({ cells }: Notebook, id: string): string {
  const cell = cells.find((each) => each.id === id);
  return cell?.type === "code" ? cell.body : "";
}

function freeName(name: string, { cells }: Facts): string {
  const taken = new Set(cells.map((cell) => cell.name));
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name}${n}`)) return `${name}${n}`;
}
