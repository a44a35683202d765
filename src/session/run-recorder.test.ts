import { expect, test } from "vitest";
import { memoryRuns, type RunRecord, type RunStore } from "#tracking/run-record.ts";
import { cellOf, until } from "./fixtures/open-session.ts";
import { classifier, id, penguins, useSessions } from "./fixtures/use-sessions.ts";
import { RunRecorder } from "./run-recorder.ts";
import { memoryResults } from "./services.ts";
import type { Session } from "./session.ts";

const session = useSessions();
const report = "yaml evaluate\nmodel: classifier\ndata: penguins";
const long = classifier.replace("epochs: 5", "epochs: 100000");

const record = (of: Session, store: RunStore = memoryRuns()) =>
  RunRecorder.start({ session: of, store, libraries: { tfjs: "4" }, now: () => Date.now() });

test("a training and its evaluation are recorded with all that decided them", async () => {
  const s = session({ penguins, classifier, report });
  const store = memoryRuns();
  const recorder = await record(s, store);
  await s.runAll();
  await recorder.close();
  const [training, evaluation] = (await store.list()) as [RunRecord, RunRecord];
  const version = (cellOf(s, "penguins").outputs[0] as { profile: { version: string } }).profile.version;
  const model = s.state(id(s, "classifier")).result!;
  expect(training).toMatchObject({
    number: 1,
    state: "done",
    type: "training",
    cell: "classifier",
    kind: "train",
    key: model.key,
    seed: s.seed,
    parameters: { epochs: 5, batchSize: 32, learningRate: 0.01, target: "species", "layers.1.dense": 8 },
    inputs: [{ name: "penguins", kind: "dataset", hash: version }],
    artifacts: { classifier: model.contentHashes["classifier"] },
    device: "wasm",
    libraries: { tfjs: "4" },
    text: s.toText(),
  });
  expect(training.curves.find(({ name }) => name === "validation loss")!.points).toHaveLength(5);
  expect(Object.keys(training.metrics)).toContain("validation accuracy");
  expect(evaluation).toMatchObject({ number: 2, state: "done", type: "evaluation", cell: "report" });
  expect(evaluation.inputs).toContainEqual({
    name: "classifier",
    kind: "train",
    hash: training.artifacts["classifier"],
  });
  expect(evaluation.metrics["accuracy"]).toBeGreaterThan(0);
});

test("a result out of the store is no run; a training in code is one; one with a failed gate has failed", async () => {
  const results = memoryResults();
  await session({ penguins, classifier }, { results }).runAll();
  const s = session(
    {
      penguins,
      classifier,
      report: `${report}\ngates: { accuracy: ">= 1.01" }`,
      coded:
        "const coded = await train({ model: [{ dense: 4 }], data: penguins, target: 'species', epochs: 2 })",
    },
    { results },
  );
  const recorder = await record(s);
  await s.runAll();
  await recorder.close();
  expect(recorder.runs.map(({ cell, kind, state }) => `${cell} ${kind} ${state}`)).toEqual([
    "report evaluate failed",
    "coded ts done",
  ]);
  expect(recorder.runs[0].error).toMatch(/^gate failed/);
  expect(recorder.runs[0].metrics["accuracy"]).toBeGreaterThan(0);
});

test("a stopped training keeps its points, and what a program that ended left behind is marked interrupted", async () => {
  const store = memoryRuns();
  const s = session({ penguins, classifier: long });
  const recorder = await record(s, store);
  const running = s.run([id(s, "classifier")]);
  await until(s, () => (recorder.runs[0]?.curves[0]?.points.length ?? 0) > 1);
  // What is kept while it runs is what is left when the tab is killed.
  const [left] = structuredClone(await store.list());
  expect(left).toMatchObject({ state: "running", cell: "classifier" });
  await s.stop();
  await running;
  await recorder.close();
  expect(recorder.runs).toMatchObject([{ number: 1, state: "stopped" }]);
  expect(recorder.runs[0].curves[0].points.length).toBeGreaterThan(1);

  const killed = memoryRuns();
  await killed.put(left);
  const next = await record(session({ penguins }), killed);
  await next.close();
  expect(await killed.list()).toEqual([{ ...left, state: "interrupted" }]);
});

test("a training that is run again begins when it begins, however long the one before took", async () => {
  let clock = 1_000_000;
  const s = session({ penguins, classifier });
  await s.runAll();
  s.state(id(s, "classifier")).ms = 500_000;
  s.setBody(id(s, "classifier"), long.split("\n").slice(1).join("\n"));
  const recorder = await RunRecorder.start({
    session: s,
    store: memoryRuns(),
    libraries: {},
    now: () => (clock += 2000),
  });
  const running = s.run([id(s, "classifier")]);
  const live = () => recorder.runs.find(({ state }) => state === "running");
  await until(s, () => live() !== undefined);
  expect(live()!.startedAt).toBeGreaterThan(1_000_000);
  await s.stop();
  await running;
  await recorder.close();
});

test("one run at a time is pinned", async () => {
  const store = memoryRuns();
  const s = session({ penguins, classifier });
  const recorder = await record(s, store);
  await s.runAll();
  await s.run([id(s, "classifier")]);
  recorder.pin(1);
  recorder.pin(2);
  await recorder.close();
  expect((await store.list()).map(({ isPinned }) => isPinned ?? false)).toEqual([false, true]);
});

test("a store that is full costs the record, never the run", async () => {
  const full: RunStore = { list: () => Promise.resolve([]), put: () => Promise.reject(new Error("full")) };
  const s = session({ penguins, classifier });
  const recorder = await record(s, full);
  await s.runAll();
  await recorder.close();
  expect(cellOf(s, "classifier").status).toBe("done");
  expect(recorder.runs).toHaveLength(1);
});
