import { describe, expect, test } from "vitest";
import { cellOf, statuses, textOf, until } from "./fixtures/open-session.ts";
import { classifier, id, penguins, useSessions } from "./fixtures/use-sessions.ts";
import { memoryResults } from "./services.ts";

const session = useSessions();

describe("form cells", () => {
  test("train and evaluate give a report whose gate fails the cell but keeps its numbers", async () => {
    const s = session({
      penguins,
      classifier,
      report: 'yaml evaluate\nmodel: classifier\ndata: penguins\ngates: { accuracy: ">= 1.01" }',
      reader: "report.rowCount",
    });
    await s.runAll();
    expect(cellOf(s, "report")).toMatchObject({
      status: "error",
      error: { message: expect.stringMatching(/^gate failed: accuracy >= 1.01, got 0\.\d+/) as string },
    });
    expect(cellOf(s, "report").outputs[0].type).toBe("report");
    expect(cellOf(s, "reader").statusDetail).toBe("needs report, which failed");
  });

  test("train run twice without its model cell gives equal weights", async () => {
    const s = session({
      penguins,
      network:
        "const network = tf.sequential({ layers: [tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [2] })] })",
      classifier: classifier.replace("layers: [{ dense: 8 }]", "model: network"),
    });
    await s.runAll();
    const first = s.state(id(s, "classifier")).result!.contentHashes;
    await s.run([id(s, "classifier")]);
    expect(s.state(id(s, "classifier")).result!.contentHashes).toEqual(first);
  });

  test("a training found in the store under its key is restored without work; another notebook's store is not asked", async () => {
    const results = memoryResults();
    const first = session({ penguins, classifier }, { results });
    await first.runAll();
    const again = session({ penguins, classifier }, { results });
    await again.runAll();
    expect(statuses(again)).toBe("penguins:done classifier:cached");
    const poisoned = session({ penguins, classifier });
    await poisoned.runAll();
    expect(statuses(poisoned)).toBe("penguins:done classifier:done");
  });

  test("a notebook that is opened again shows its results as cached and takes a trained model out of the store", async () => {
    const results = memoryResults();
    const cells = { penguins, classifier, classes: "classifier.classes.join()" };
    const first = session(cells, { results });
    await first.runAll();
    const again = session(cells, { results, snapshot: structuredClone(first.toSnapshot()) });
    expect(statuses(again)).toBe("penguins:cached classifier:cached classes:cached");
    expect(textOf(again, "classes")).toBe(textOf(first, "classes"));
    await again.run([id(again, "classes")]);
    expect(statuses(again)).toBe("penguins:cached classifier:cached classes:done");
  });

  test("moving a control runs its cheap readers by itself; a training behind it turns stale and waits", async () => {
    const s = session({
      units: "yaml control\ntype: slider\nmin: 1\nmax: 9\nvalue: 4",
      twice: "units * 2",
      penguins,
      classifier: classifier.replace("dense: 8", "dense: $units"),
    });
    await s.runAll();
    s.setControl(id(s, "units"), 6);
    await until(s, () => textOf(s, "twice") === "12");
    await until(s, () => !s.isRunning);
    expect(statuses(s)).toBe("units:done twice:done penguins:done classifier:stale");
    expect(s.toText()).toContain("value: 6");
    s.undo();
    expect(s.toText()).toContain("value: 4");
  });

  test.each([
    ["behind a comment", "type: slider\nmin: 1\nmax: 9\nvalue: 4 # units", "value: 6 # units"],
    ["in braces", "{ type: slider, min: 1, value: 4, max: 9 }", "{ type: slider, min: 1, value: 6, max: 9 }"],
    ["at the end of braces", "{ type: slider, min: 1, max: 9, value: 4 }", "max: 9, value: 6 }"],
  ])("moving a control changes its value alone, %s too", async (_, body, after) => {
    const s = session({ units: `yaml control\n${body}`, twice: "units * 2" });
    await s.wake();
    s.setControl(id(s, "units"), 6);
    expect(s.toText()).toContain(after);
    await s.runAll();
    expect(textOf(s, "twice")).toBe("12");
  });

  test.each([
    [
      "a key that is misspelt",
      "yaml train\nlayers: [{ dense: 2 }]\ndata: penguins\ntaget: species",
      '"taget"',
      3,
    ],
    [
      "a value of the wrong type",
      'yaml train\nlayers: [{ dense: 2 }]\ndata: penguins\ntarget: species\nepochs: "many"',
      '"epochs" must be a whole number, got "many"',
      4,
    ],
    ["neither model nor layers", "yaml train\ndata: penguins\ntarget: species", "must have either model", 1],
    ["broken YAML", "yaml train\ndata: [penguins\ntarget: species", "this is not YAML", 2],
  ])("%s is said at its line before anything runs", async (_, body, message, line) => {
    const s = session({ penguins, bad: body });
    await s.wake();
    const { error, problems } = cellOf(s, "bad");
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
    expect(problems.some((problem) => problem.at.line === line)).toBe(true);
    expect(error).toBeDefined();
  });

  test("what only a run can know stands at its place in the form too, with the name that was meant", async () => {
    const s = session({
      penguins,
      target: classifier.replace("target: species", "target: spcies"),
      feature: classifier.replace("features: [", "features: [bill_lengthmm, "),
      units: "const units = 0.5",
      layer: classifier.replace("dense: 8", "dense: $units"),
      classifier,
      gate: 'yaml evaluate\nmodel: classifier\ndata: penguins\ngates: { acuracy: ">= 0.1" }',
      file: "yaml dataset\nfrom: ./none.csv",
    });
    await s.runAll();
    const lines = (name: string) => cellOf(s, name).body.split("\n");
    for (const [name, word, hint] of [
      ["target", "spcies", "Did you mean species?"],
      ["feature", "bill_lengthmm", "Did you mean bill_length_mm?"],
      ["layer", "$units", undefined],
      ["gate", '">= 0.1"', "Did you mean accuracy?"],
      ["file", "./none.csv", expect.stringContaining("drop it on the page")],
    ] as const) {
      const line = lines(name).findIndex((text) => text.includes(word));
      expect(cellOf(s, name).error).toMatchObject({
        line: line + 1,
        column: lines(name)[line].indexOf(word) + 1,
        ...(hint !== undefined && { hint: hint as string }),
      });
    }
  });

  test("a form that names a cell which is not there is told so before anything runs", async () => {
    const s = session({ penguins, classifier: classifier.replace("data: penguins", "data: pengins") });
    await s.wake();
    const line = cellOf(s, "classifier").body.split("\n").indexOf("data: pengins") + 1;
    expect(cellOf(s, "classifier").error).toMatchObject({
      message: 'train: no cell defines "pengins"',
      hint: "Did you mean penguins?",
      line,
      column: 7,
    });
  });

  test("a file beside the notebook is read; a missing one says how to add it", async () => {
    const s = session({ birds: "yaml dataset\nfrom: ./birds.csv", count: "birds.rowCount" });
    await s.runAll();
    expect(cellOf(s, "birds").error).toMatchObject({
      message: 'dataset: there is no file "./birds.csv" beside the notebook',
    });
    await s.addFile("birds.csv", new TextEncoder().encode("a,b\n1,2\n3,4\n"));
    await s.runAll();
    expect(textOf(s, "count")).toBe("2");
  });

  test("adding a file runs the cells that read it again, and makes a dataset cell where none does", async () => {
    const s = session(
      { birds: "yaml dataset\nfrom: ./birds.csv", count: "birds.rowCount" },
      { files: { "birds.csv": "a\n1\n" } },
    );
    await s.runAll();
    await s.addFile("birds.csv", new TextEncoder().encode("a\n1\n2\n3\n"));
    await until(s, () => textOf(s, "count") === "3");
    await s.addFile("Bike share (2).csv", new TextEncoder().encode("b\n1\n"));
    expect(cellOf(s, "bike_share_2")).toMatchObject({ kind: "dataset", status: "done" });
    s.undo();
    expect(statuses(s)).toBe("birds:done count:done");
  });

  test("code does what forms do: await train({…}) and await evaluate({…})", async () => {
    const s = session({
      penguins,
      mine: "const mine = await train({ model: [{ dense: 4 }], data: penguins, target: 'species', features: ['bill_length_mm', 'bill_depth_mm'], epochs: 3 })",
      score: "const score = (await evaluate({ model: mine, data: penguins })).metrics[0].name; score",
    });
    await s.runAll();
    expect(statuses(s)).toBe("penguins:done mine:done score:done");
    expect(textOf(s, "score")).toBe("accuracy");
  });

  test("a gate that fails in code fails its cell as a form's does, with the report shown", async () => {
    const s = session({
      penguins,
      classifier,
      gate: "\nawait evaluate({ model: classifier, data: penguins, gates: { accuracy: '>= 1.01' } })",
    });
    await s.runAll();
    expect(cellOf(s, "gate").error).toMatchObject({
      message: expect.stringMatching(/^gate failed: accuracy >= 1.01, got 0\./) as string,
      line: 2,
    });
    expect(cellOf(s, "gate").outputs.map(({ type }) => type)).toEqual(["report"]);
  });
});
