import { describe, expect, test } from "vitest";
import type { DriftReport } from "#monitoring/drift-types.ts";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { classifier, id, penguins, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

/** The test rows as they might come in later: bills are longer, one column is gone, one is text, an island is new. */
const later = `const later = penguins.rows("test").map(({ sex, ...row }, i) => ({
  ...row,
  bill_length_mm: row.bill_length_mm + 8,
  body_mass_g: row.body_mass_g + " g",
  island: i % 4 === 0 ? "Deception" : row.island,
  week: Math.floor(i / 14),
}))`;

type Opened = ReturnType<typeof session>;

function driftOf(s: Opened, name: string): DriftReport {
  const { outputs, error } = cellOf(s, name);
  const [output] = outputs;
  if (output?.type !== "drift") throw new Error(`${name} must show a drift report: ${error?.message}`);
  return output.report;
}
const verdicts = (report: DriftReport) =>
  Object.fromEntries(report.columns.map(({ name, verdict }) => [name, verdict]));

describe("monitor cells", () => {
  test("two parts of one dataset show no drift, without a worker for cells or a backend", async () => {
    const s = session({
      penguins,
      same: "yaml monitor\nreference: penguins\ncurrent: penguins\nparts: { reference: train, current: test }",
    });
    await s.runAll();
    const report = driftOf(s, "same");
    expect(report).toMatchObject({ driftedCount: 0, judgedCount: 7, alerts: [] });
    expect(cellOf(s, "same")).toMatchObject({ status: "done" });
    expect(cellOf(s, "same").statusDetail).toBeUndefined();
    expect(s.backend.name).toBeUndefined();
  });

  test("rows of code are compared, with what vanished, what changed and what is new; the cell does not fail", async () => {
    const s = session({
      penguins,
      later,
      drift: "yaml monitor\nreference: penguins\ncurrent: later\nwindows: { by: week }",
      reader:
        "drift.columns.filter(({ verdict }) => verdict === 'drift').length + ' of ' + drift.judgedCount",
    });
    await s.runAll();
    const report = driftOf(s, "drift");
    expect(verdicts(report)).toMatchObject({
      bill_length_mm: "drift",
      body_mass_g: "changed type",
      sex: "missing",
      island: "drift",
      bill_depth_mm: "no drift",
    });
    expect(report.columns.find(({ name }) => name === "island")!.newCategories!.names).toEqual(["Deception"]);
    expect(report.windows!.windows.length).toBeGreaterThan(2);
    expect(cellOf(s, "drift")).toMatchObject({ status: "done", statusDetail: "4 alerts" });
    expect(textOf(s, "reader")).toMatch(/^2 of /);
    expect(s.state(id(s, "drift")).result!.metrics).toMatchObject({ drifted_columns: 2, alerts: 4 });
  });

  test("a model's answers are compared and scored; a column that it needs and that is gone is said", async () => {
    const s = session({
      penguins,
      classifier,
      later,
      shorter: "const shorter = later.map(({ bill_length_mm, species, ...row }) => row)",
      drift: "yaml monitor\nreference: penguins\ncurrent: later\nmodel: classifier",
      unlabelled: "const unlabelled = later.map(({ species, ...row }) => row)",
      blind: "yaml monitor\nreference: penguins\ncurrent: unlabelled\nmodel: classifier",
      broken: "yaml monitor\nreference: penguins\ncurrent: shorter\nmodel: classifier",
    });
    await s.runAll();
    const { prediction, quality } = driftOf(s, "drift");
    expect(prediction).toMatchObject({ name: "predictions", type: "category", test: "chi-square" });
    expect(quality!.target).toBe("species");
    expect(quality!.metrics[0]!.current).toBeLessThan(quality!.metrics[0]!.reference!);
    const blind = driftOf(s, "blind");
    expect(blind.prediction!.statistic).toBe(prediction!.statistic);
    expect(blind.quality).toBeUndefined();
    const broken = driftOf(s, "broken");
    expect(broken.predictionProblem).toBe("it needs bill_length_mm, which shorter does not have.");
    expect(verdicts(broken)).toMatchObject({ bill_length_mm: "missing", bill_depth_mm: "no drift" });
  });

  test("code does what the form does, and a wrong name stands at its place", async () => {
    const s = session({
      penguins,
      same: "yaml monitor\nreference: penguins\ncurrent: penguins\nparts: { current: test }",
      mine: "const mine = await monitor({ reference: penguins, current: penguins, parts: { current: 'test' } }); mine.columns[0].statistic",
      wrong: "yaml monitor\nreference: penguins\ncurrent: penguins\ntests: { ilsand: psi }",
      none: "const none = 3",
      value: "yaml monitor\nreference: none\ncurrent: penguins",
    });
    await s.runAll();
    const [shown] = cellOf(s, "mine").outputs;
    expect(shown).toMatchObject({ type: "drift", report: { columns: driftOf(s, "same").columns } });
    expect(cellOf(s, "wrong").error).toMatchObject({
      message: 'monitor: there is no column "ilsand" to test',
      hint: "Did you mean island?",
      line: 3,
    });
    expect(cellOf(s, "value").error?.message).toContain(
      'reference: "none" must be a dataset or a list of rows',
    );
  });

  test("what it found comes back with the snapshot", async () => {
    const cells = { penguins, later, drift: "yaml monitor\nreference: penguins\ncurrent: later" };
    const s = session(cells);
    await s.runAll();
    const again = session(cells, { snapshot: structuredClone(s.toSnapshot()) });
    expect(driftOf(again, "drift")).toEqual(driftOf(s, "drift"));
  });
});
