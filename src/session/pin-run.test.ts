import { parse } from "yaml";
import { expect, test } from "vitest";
import { kindNames } from "#cells/kind-names.ts";
import { withPinned } from "#cells/evaluate/set-pinned.ts";
import { applyEdit } from "#document/edit-notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import { memoryRuns } from "#tracking/run-record.ts";
import { cellOf } from "./fixtures/open-session.ts";
import { classifier, penguins, useSessions } from "./fixtures/use-sessions.ts";
import { pinRun } from "./pin-run.ts";
import { RunRecorder } from "./run-recorder.ts";

const session = useSessions();
const report = 'yaml evaluate\nmodel: classifier\ndata: penguins\ngates: { accuracy: ">= pinned" }';

test("pinning a run writes its metrics into the cell that scored it; the gate then refuses a worse model", async () => {
  const s = session({ penguins, classifier, report: report.replace(/\ngates.*/, "") });
  const recorder = await RunRecorder.start({ session: s, store: memoryRuns(), libraries: {}, now: () => 0 });
  await s.runAll();
  await recorder.close();
  const [training, evaluation] = recorder.runs;
  s.edit((notebook) => pinRun(notebook, training, recorder.runs));
  const body = () => cellOf(s, "report").body;
  expect(parse(body())).toMatchObject({ pinned: { run: 1, ...evaluation.metrics } });

  s.setBody(cellOf(s, "report").id, `${body()}\ngates: { accuracy: ">= pinned" }`);
  await s.runAll();
  expect(cellOf(s, "report").status).toBe("done");
  const shown = cellOf(s, "report").outputs[0] as { report: { pinnedRun: number } };
  expect(shown.report.pinnedRun).toBe(1);
  s.setBody(
    cellOf(s, "classifier").id,
    cellOf(s, "classifier").body.replace("epochs: 5", "epochs: 1\nlearningRate: 0.00001"),
  );
  await s.runAll();
  expect(cellOf(s, "report").error?.message).toMatch(
    /^gate failed: accuracy >= pinned \(0\.\d+\), got 0\.\d+/,
  );
});

test("a gate that asks for the pinned run says how to pin one", async () => {
  const s = session({ penguins, classifier, report });
  await s.runAll();
  expect(cellOf(s, "report").error).toMatchObject({
    message: 'evaluate: gate "accuracy" asks for the pinned run, and none is pinned',
    line: 3,
  });
});

test("withPinned(body, run, metrics) replaces what was pinned and leaves the rest as it is written", () => {
  const body = "model: m # the first\ndata: d\npinned:\n  run: 1\n  accuracy: 0.5\n\nsplit: test";
  expect(withPinned(body, 2, { accuracy: 0.75 })).toBe(
    "model: m # the first\ndata: d\npinned: { run: 2, accuracy: 0.75 }\n\nsplit: test",
  );
  expect(withPinned("model: m", 2, { log_loss: 1e-7 })).toBe("model: m\npinned: { run: 2, log_loss: 1e-7 }");
});

test("pinRun(notebook, …) changes nothing where no cell has scored the run", () => {
  const text = "---\ncairn: 1\n---\n\n```yaml evaluate other\nmodel: m\ndata: d\n```\n";
  const notebook = parseNotebook(text, { kinds: kindNames });
  const run = { number: 1, type: "evaluation", cell: "report", metrics: { accuracy: 1 } } as never;
  expect(printNotebook(applyEdit(notebook, pinRun(notebook, run, [run])))).toBe(text);
});
