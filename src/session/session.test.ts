import { describe, expect, test } from "vitest";
import { cellOf, statuses, textOf, until } from "./fixtures/open-session.ts";
import { classifier, id, penguins, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

describe("running", () => {
  test("runAll() runs every cell after the cells it reads, wherever they stand on the page", async () => {
    const s = session({ c: "a + b", b: "const b = a * 2", a: "const a = 20" });
    await s.runAll();
    expect(statuses(s)).toBe("c:done b:done a:done");
    expect(textOf(s, "c")).toBe("60");
  });

  test("a cell whose key is current does not run again", async () => {
    const s = session({ a: "const a = 1; console.log('ran')", b: "a + 1" });
    await s.runAll();
    const before = cellOf(s, "a").outputs;
    await s.runAll();
    expect(cellOf(s, "a").outputs).toBe(before);
  });

  test("an edit or a run makes a new view of the cells that it changes, and of no other", async () => {
    const s = session({ a: "const a = 1", b: "const b = a + 1", c: "const c = 3; c" });
    await s.runAll();
    const [a, b, c] = s.cells;
    s.setBody(id(s, "a"), "const a = 2");
    expect(s.cells.map((view, i) => view === [a, b, c][i])).toEqual([false, false, true]);
    const [, , shown] = s.cells;
    await s.run([id(s, "b")]);
    expect(s.cells[2]).toBe(shown);
    expect(cellOf(s, "b").status).toBe("done");
  });

  test("run([id]) of a current cell runs it again, because a person asked", async () => {
    const s = session({ a: "const a = performance.now(); a" });
    await s.runAll();
    const before = textOf(s, "a");
    await s.run([id(s, "a")]);
    expect(textOf(s, "a")).not.toBe(before);
  });

  test("a comment upstream makes nothing stale; a change does, and undoing it makes the cell done again", async () => {
    const s = session({ a: "const a = 1", b: "a + 1" });
    await s.runAll();
    s.setBody(id(s, "a"), "const a = 1 // one");
    expect(statuses(s)).toBe("a:done b:done");
    s.setBody(id(s, "a"), "const a = 2");
    expect(statuses(s)).toBe("a:stale b:stale");
    expect(cellOf(s, "b").statusDetail).toBe("a changed");
    s.undo();
    s.undo();
    expect(statuses(s)).toBe("a:done b:done");
  });

  test("an input that comes out equal stops the wave: what reads it is done without running", async () => {
    const s = session({ a: "const a = 1", b: "const b = a > 0", c: "console.log('ran'); b" });
    await s.runAll();
    const before = cellOf(s, "c").outputs;
    s.setBody(id(s, "a"), "const a = 2");
    await s.run([id(s, "a"), id(s, "b")]);
    expect(statuses(s)).toBe("a:done b:done c:done");
    expect(cellOf(s, "c").outputs).toBe(before);
  });

  test("an error stands at the line and column of the person's own text, and what needs the cell waits and says so", async () => {
    const s = session({ a: "const x: number = 1\nconst y = x +\n  missing.length", b: "y" });
    await s.runAll();
    expect(cellOf(s, "a").error).toMatchObject({ message: "missing is not defined", line: 3, column: 3 });
    expect(cellOf(s, "b")).toMatchObject({ status: "idle", statusDetail: "needs y, which failed" });
  });

  test("an error in a timer or in a promise that nobody awaits is the cell's error and ends no worker", async () => {
    const s = session({
      a: "const a = new Map([['kept', 1]])",
      timer:
        "setTimeout(() => {\n  throw new Error('late')\n}, 5)\nawait new Promise((r) => setTimeout(r, 40))",
      promise: "void Promise.reject(new Error('dropped'))\nawait new Promise((r) => setTimeout(r, 40))",
      after: "a.get('kept')",
    });
    await s.runAll();
    expect(cellOf(s, "timer").error).toMatchObject({ message: "late", line: 2 });
    expect(cellOf(s, "promise").error).toMatchObject({ message: "dropped", line: 1 });
    expect(textOf(s, "after")).toBe("1");
  });

  test("a name that no cell defines is an error with the nearest one that is", async () => {
    const s = session({ a: "const total = 1", b: "tota + 1" });
    await s.runAll();
    expect(cellOf(s, "b").error).toMatchObject({
      message: "tota is not defined",
      line: 1,
      column: 1,
      hint: "Did you mean total?",
    });
  });

  test("an error in the last expression, which is caught to be shown, has its true column", async () => {
    const s = session({ a: "const f = null as unknown as () => void\n;  f()" });
    await s.runAll();
    expect(cellOf(s, "a").error).toMatchObject({ line: 2, column: 4 });
  });

  test("logs stand at their line, and a table is a table", async () => {
    const s = session({
      a: "console.log('one', { a: 1 })\nshow([{ n: 1, w: 'x' }, { n: 2, w: 'y' }])\nconsole.warn('two')",
    });
    await s.runAll();
    expect(cellOf(s, "a").outputs).toMatchObject([
      { type: "log", level: "log", text: "one { a: 1 }", line: 1 },
      {
        type: "table",
        rowCount: 2,
        rows: [
          [1, "x"],
          [2, "y"],
        ],
      },
      { type: "log", level: "warn", line: 3 },
    ]);
  });

  test("cells may be called as what every object or the browser has: toString, constructor, location", async () => {
    const s = session({
      a: "function toString(x: number) { return `<${x}>` }\nclass constructor {}",
      location: "const location = 'Rome'",
      b: "`${toString(1)} ${constructor.name} ${location}`",
    });
    await s.runAll();
    expect(textOf(s, "b")).toContain("<1> constructor Rome");
  });

  test("top-level await, classes, destructuring and generators inside a cell work", async () => {
    const s = session({
      a: "class P { constructor(public_: number) { this.v = public_ } v: number }\nconst { v } = await Promise.resolve(new P(4)); const list = [...(function* () { yield v; yield v * 2 })()]",
      b: "list.join()",
    });
    await s.runAll();
    expect(textOf(s, "b")).toBe("4,8");
  });
});

describe("inserting", () => {
  test("a new form cell takes a name that is free", () => {
    const s = session({ a: "const dataset = 1" });
    const names = [0, 1].map(() => {
      const made = s.insert(1, { kind: "dataset" });
      return s.cells.find((cell) => cell.id === made);
    });
    expect(names).toMatchObject([{ name: "dataset" }, { name: "dataset2" }]);
  });
});

describe("two cells with one name", () => {
  test("the later one is the error, with three mends, and each mend mends it", async () => {
    for (const [mend, expected] of [
      ["make-local", "1"],
      ["rename", "1"],
      ["disable-older", "2"],
    ]) {
      const s = session({ first: "const total = 1", second: "const total = 2", reader: "total" });
      await s.wake();
      const second = cellOf(s, "second");
      expect(second.error).toMatchObject({ message: '"total" is defined by two cells', line: 1, column: 7 });
      expect(second.error!.mends.map((each) => each.id)).toEqual(["make-local", "rename", "disable-older"]);
      s.applyMend(second.id, mend);
      await s.runAll();
      expect(textOf(s, "reader")).toBe(expected);
    }
  });

  test("a cycle is named in order, and assigning to another cell's name is refused at its place", async () => {
    const s = session({
      a: "const a = b",
      b: "const b = c",
      c: "const c = a",
      d: "const d = 1",
      e: "\n  d = 2",
    });
    await s.runAll();
    expect(cellOf(s, "a").error!.message).toBe("these cells need each other: a → c → b → a");
    expect(cellOf(s, "e").error).toMatchObject({
      message: '"d" belongs to cell d: only that cell may assign to it',
      line: 2,
      column: 3,
    });
    expect(cellOf(s, "d").status).toBe("done");
  });
});

describe("stop", () => {
  test("ends while (true) {}, and values with a codec are there again", async () => {
    const s = session({
      plain:
        "const plain = { a: [1, new Date(5)], m: new Map([[1, new Set([2])]]), t: Float32Array.of(1.5) }",
      tensor: "const tensor = tf.tensor2d([[1, 2], [3, 4]])",
      model:
        "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] })",
      closure: "const k = 3; const times = (x: number) => x * k",
      loop: "while (true) {}",
      reader:
        "[plain.m.get(1).has(2), plain.a[1].getTime(), plain.t[0], (await tensor.sum().data())[0], (await model.predict(tensor).data()).join(), times(2)].join()",
    });
    await s.run(["plain", "tensor", "model", "closure"].map((name) => id(s, name)));
    const running = s.run([id(s, "loop")]);
    await until(s, () => cellOf(s, "loop").status === "running");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await s.stop();
    await running;
    expect(cellOf(s, "loop").status).toBe("stopped");
    const before = cellOf(s, "plain").outputs;
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("true,5,1.5,10,3,7,6");
    expect(cellOf(s, "plain").outputs).toBe(before);
  });

  test("a stopped training keeps its model, which a reader may use and which counts as stale for it", async () => {
    const s = session({
      penguins,
      classifier: classifier.replace("epochs: 5", "epochs: 100000"),
      report: "yaml evaluate\nmodel: classifier\ndata: penguins",
    });
    const running = s.run([id(s, "classifier")]);
    await until(
      s,
      () =>
        (cellOf(s, "classifier").outputs.find((output) => output.type === "training")?.progress.epoch ?? 0) >=
        2,
    );
    await s.stop();
    await running;
    expect(cellOf(s, "classifier").status).toBe("stopped");
    expect(cellOf(s, "classifier").statusDetail).toMatch(/^at epoch \d+, model kept$/);
    await s.run([id(s, "report")]);
    expect(cellOf(s, "report").outputs[0].type).toBe("report");
    expect(cellOf(s, "report")).toMatchObject({ status: "stale", statusDetail: "classifier was stopped" });
    expect(cellOf(s, "classifier").status).toBe("stopped");
  });

  test("a heap that fills up is the cell's error, and the notebook goes on", async () => {
    const s = session(
      { a: "const a = 7", hog: "const hog = []; for (;;) hog.push(new Array(1000).fill({}))", b: "a" },
      { heapMb: 120 },
    );
    await s.runAll();
    expect(cellOf(s, "hog").error).toMatchObject({ message: "the cell ran out of memory" });
    await s.run([id(s, "b")]);
    expect(textOf(s, "b")).toBe("7");
  });
});
