import { expect, test } from "vitest";
import { applyEdit } from "#document/edit-notebook.ts";
import type { Notebook } from "#document/notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import type { Lock } from "#document/sidecars.ts";
import { kindNames } from "#cells/kind-names.ts";
import type { RunRecord } from "#tracking/run-record.ts";
import { Session } from "#session/session.ts";
import { evidenceOf, judge, levelOf, type CriterionId } from "./criteria.ts";
import { codeHashOf, factsOf, type Facts } from "./facts.ts";
import { nextStep, type NextStep } from "./next-step.ts";

const VERSION = `sha256:${"ab".repeat(32)}`;
const TEXT = `---
cairn: 1
seed: 3
---

\`\`\`yaml dataset birds
from: ./birds.csv
version: ${VERSION}
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 4 }]
data: birds
target: species
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: birds
pinned: { run: 1, accuracy: 0.9 }
gates: { accuracy: ">= pinned" }
\`\`\`
`;

/** Facts of a text, with nothing run; the session is never asked to run anything. */
async function factsFor(text: string, given: Partial<Facts> = {}): Promise<Facts> {
  const session = new Session({ text, services: { now: () => 0 } as never });
  await session.wake();
  return { ...factsOf(session, [], undefined), ...given };
}

function run(number: number, given: Partial<RunRecord> = {}): RunRecord {
  return {
    number,
    state: "done",
    cell: "classifier",
    kind: "train",
    type: "training",
    startedAt: number,
    key: `key${number}`,
    seed: "3",
    parameters: {},
    inputs: [{ name: "birds", kind: "dataset", hash: VERSION }],
    artifacts: {},
    curves: [],
    metrics: {},
    device: "wasm",
    libraries: {},
    text: TEXT,
    ...given,
  };
}

const lock: Lock = {
  version: 1,
  datasets: { birds: "sha256:cc" },
  results: { report: { accuracy: { wasm: { value: 0.9, tolerance: 0 } } } },
  provenance: { cairn: "0.1.0", libraries: {} },
  evidence: {},
};

function editOf(step: NextStep, notebook: Notebook) {
  if (step.type !== "edit") throw new Error(`${step.label} is no edit`);
  return step.make(notebook);
}

const of = (facts: Facts, id: CriterionId) => judge(facts).find((each) => each.id === id)!;

test("an empty notebook has not begun; each step that is offered brings it on", async () => {
  const text = "---\ncairn: 1\n---\n";
  const facts = await factsFor(text);
  expect(levelOf(judge(facts))).toBe(-1);
  expect(of(facts, "1.2").isMet).toBe(false);
  const step = nextStep("0.1", facts)!;
  expect(step.label).toBe("Add data and a training");
  const notebook = parseNotebook(text, { kinds: kindNames });
  const after = printNotebook(applyEdit(notebook, editOf(step, notebook)));
  const now = await factsFor(after);
  expect(now.cells.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "dataset penguins",
    "train classifier",
  ]);
  expect(nextStep("0.1", now)).toMatchObject({ type: "do", deed: "run" });
  expect(nextStep("0.2", now)).toMatchObject({ label: "Add an evaluation" });
  const seeded = editOf(nextStep("1.2", now)!, notebook);
  expect(of(await factsFor(printNotebook(applyEdit(notebook, seeded))), "1.2").isMet).toBe(true);
});

test("a dataset is pinned when the rows that were read have the hash that stands in its cell", async () => {
  const facts = await factsFor(TEXT);
  expect(of(facts, "1.1")).toMatchObject({ isMet: false, says: "Not read here yet: birds." });
  const read = (version: string): Facts => ({
    ...facts,
    cells: facts.cells.map((cell) =>
      cell.kind === "dataset"
        ? { ...cell, isComputed: true, outputs: [{ type: "dataset", profile: { version } as never }] }
        : cell,
    ),
  });
  expect(of(read(VERSION), "1.1")).toMatchObject({ isMet: true, how: "checked now" });
  expect(of(read("sha256:00"), "1.1").isMet).toBe(false);
});

test("a lock counts when it holds every dataset and evaluation of the notebook", async () => {
  const facts = await factsFor(TEXT);
  expect(of(facts, "1.3").isMet).toBe(false);
  expect(of({ ...facts, lock }, "1.3")).toMatchObject({ isMet: true, says: "1 result is locked." });
  expect(of({ ...facts, lock: { ...lock, datasets: {} } }, "1.3").says).toBe("The lock lacks birds.");
  const written = { ...lock, evidence: evidenceOf({ ...facts, lock }) };
  expect(of({ ...facts, lock: written }, "1.3").isMet).toBe(true);
  const changed = await factsFor(TEXT.replace("dense: 4", "dense: 5"), { lock: written });
  expect(of(changed, "1.3")).toMatchObject({
    isMet: false,
    says: expect.stringContaining("of other code") as string,
  });
});

test("three trainings on record, a pinned run, a gate against it, and a refusal by that gate are level 2", async () => {
  const facts = await factsFor(TEXT);
  const trainings = [run(1), run(2), run(3)];
  expect(of({ ...facts, runs: trainings.slice(1) }, "2.1").says).toBe("2 of 3 trainings are on record.");
  expect(of({ ...facts, runs: trainings }, "2.1")).toMatchObject({ isMet: true, runs: [1, 2, 3] });
  expect(of({ ...facts, runs: [run(1, { state: "interrupted" }), ...trainings.slice(1)] }, "2.1").isMet).toBe(
    false,
  );
  expect(of(facts, "2.2").isMet).toBe(true);
  expect(of(facts, "2.3")).toMatchObject({ isMet: true, cells: ["report"] });
  const refusal = run(4, {
    type: "evaluation",
    cell: "report",
    state: "failed",
    error: "accuracy is 0.5, below pinned",
  });
  expect(of({ ...facts, runs: [refusal] }, "2.4")).toMatchObject({ isMet: true, runs: [4] });
  expect(of({ ...facts, runs: [{ ...refusal, state: "done" }] }, "2.4").isMet).toBe(false);
});

test("what a clone cannot look at counts as recorded, for the very code that it was recorded of", async () => {
  const facts = await factsFor(TEXT);
  const seen = evidenceOf({ ...facts, runs: [run(1), run(2), run(3)], lock });
  expect(Object.keys(seen).sort()).toEqual(["0.1", "1.3", "2.1"]);
  const cloned = { ...facts, lock: { ...lock, evidence: seen } };
  expect(of(cloned, "2.1")).toMatchObject({ isMet: true, how: "as recorded" });
  const changed = await factsFor(TEXT.replace("dense: 4", "dense: 5"), { lock: cloned.lock });
  expect(of(changed, "2.1").isMet).toBe(false);
  const reworded = TEXT.replace("\n\n```yaml train", "\n\nSome prose.\n\n```yaml train");
  expect(codeHashOf(parseNotebook(reworded, { kinds: kindNames }))).toBe(facts.codeHash);
});

test("a monitor counts when one fired and another was quiet", async () => {
  const drift = (name: string, alerts: object[]) => ({
    id: name as never,
    name,
    kind: "monitor",
    form: {},
    isComputed: true,
    outputs: [{ type: "drift", report: { alerts, judgedCount: 4 } }] as never,
  });
  const facts = await factsFor(TEXT);
  const fired = drift("changed", [{}]);
  expect(of({ ...facts, cells: [fired] }, "3.2").says).toBe("None was quiet on unchanged data.");
  expect(of({ ...facts, cells: [fired, drift("same", [])] }, "3.2").isMet).toBe(true);
});

test("a level is reached when all below it are, too", async () => {
  const judgements = judge(await factsFor(TEXT)).map((each) => ({ ...each, isMet: true }));
  expect(levelOf(judgements)).toBe(3);
  const without = (id: string) =>
    judgements.map((each) => (each.id === id ? { ...each, isMet: false } : each));
  expect(levelOf(without("3.1"))).toBe(2);
  expect(levelOf(without("1.2"))).toBe(0);
});
