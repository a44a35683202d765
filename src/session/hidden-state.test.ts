// What cells may not do to each other, one example each; no-hidden-state.test.ts has the property.
import { describe, expect, test } from "vitest";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

describe("no hidden state", () => {
  test.each([
    ["a new global", "globalThis.n = 1", 'the cell made a new global: "n"'],
    ["a changed array", "list.push(4)", "Cannot add property 3, object is not extensible"],
    ["a changed typed array", "numbers[0] = 9", 'the cell changed "numbers"'],
    ["a changed Map", "map.set('b', 2)", 'the cell changed "map"'],
    ["a changed instance", "thing.count++", 'the cell changed "thing"'],
    ["an exported iterator", "const iterator = list.values()", '"iterator" is an iterator'],
  ])("%s is the error of the cell that made it", async (_, body, message) => {
    const s = session({
      values:
        "const list = [1, 2, 3]; const numbers = Float32Array.of(1, 2); const map = new Map([['a', 1]]); class T { count = 0 }; const thing = new T()",
      bad: body,
      after: "[list.length, numbers[0], map.size, thing.count, typeof globalThis['n']].join()",
    });
    await s.runAll();
    expect(cellOf(s, "bad").error?.message).toContain(message);
    expect(textOf(s, "after")).toBe("3,1,1,0,undefined");
  });

  test("a patched built-in is put back and reported at its cell", async () => {
    const s = session({
      bad: "Array.prototype.map = () => ['patched']; 1",
      after: "[1, 2].map((x) => x * 2).join()",
    });
    await s.runAll();
    expect(textOf(s, "after")).toBe("2,4");
    expect(textOf(s, "bad")).toContain("Array.prototype.map");
  });

  test.each(["Math", "Object", "Reflect", "String", "Uint8Array", "Map", "Array", "Symbol"])(
    "%s, which Cairn's own code needs too, is put back when a cell replaces it",
    async (name) => {
      const s = session({
        bad: `globalThis["${name}"] = null`,
        after: `typeof ${name} + [1, 2].map((x) => x * 2)`,
      });
      await s.runAll();
      expect(textOf(s, "after")).toMatch(/(function|object)2,4/);
    },
  );

  test("tf's backend, flags and kernels are those of before", async () => {
    const s = session({
      bad: "tf.registerKernel({ kernelName: 'Add', backendName: 'wasm', kernelFunc: () => { throw new Error('poisoned') } }); tf.env().set('PROD', true)",
      after: "(await tf.add(tf.scalar(2), tf.scalar(3)).data())[0] + ' ' + tf.env().get('PROD')",
    });
    await s.runAll();
    expect(textOf(s, "after")).toBe("5 false");
  });

  test("random numbers come from the cell's own stream: order, name of others and repetition change nothing", async () => {
    const cells = {
      a: "const a = Math.random()",
      b: "const b = [Math.random(), crypto.getRandomValues(new Uint8Array(2)).join(), (await tf.randomNormal([2]).data()).join()]",
    };
    const one = session(cells);
    await one.runAll();
    const other = session({ b: cells.b, z: "Math.random(); Math.random()", a: cells.a });
    await other.runAll();
    expect(one.state(id(one, "b")).result!.contentHashes).toEqual(
      other.state(id(other, "b")).result!.contentHashes,
    );
    const seeded = session(cells, { seed: "2" });
    await seeded.runAll();
    expect(seeded.state(id(seeded, "b")).result!.contentHashes).not.toEqual(
      one.state(id(one, "b")).result!.contentHashes,
    );
  });

  test("random numbers do not depend on how often progress was reported: 0, 1 and 1,000 times", async () => {
    const values = [];
    for (const times of [0, 1, 1000]) {
      const s = session({
        a: `const values = []; for (let i = 0; i < 5; i++) { values.push(Math.random()); for (let k = 0; k < ${times} / 5; k++) { show(k); if (k % 50 === 0) await new Promise((r) => setTimeout(r, 1)) } }`,
      });
      await s.runAll();
      values.push(s.state(id(s, "a")).result!.contentHashes);
    }
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
  });

  test("timers end with their cell", async () => {
    const s = session({
      a: "const seen: number[] = []; const log = new Map([['n', 0]]); setInterval(() => log.set('n', log.get('n') + 1), 1); await new Promise((r) => setTimeout(r, 20)); const during = log.get('n') > 0",
      b: "await new Promise((r) => setTimeout(r, 50)); const first = log.get('n'); await new Promise((r) => setTimeout(r, 50)); [during, log.get('n') === first].join()",
    });
    await s.runAll();
    expect(textOf(s, "b")).toBe("true,true");
  });

  // The sources of fixtures/random-sequence.ts that hide state, one by one.
  test.each([
    [
      "an object that only a function sees",
      "const _kept = new Map([['n', 0]]); const next = () => { const own = _kept; own.set('n', own.get('n')! + 1); return own.get('n') }",
    ],
    [
      "an object in an inner scope of a function",
      "const next = (() => { const box = { n: 0 }; return () => ++box.n })()",
    ],
    [
      "a private field",
      "class _C { #n = 0; next() { return ++this.#n } }; const _c = new _C(); const next = () => _c.next()",
    ],
    [
      "a variable that only the methods of an instance see",
      "let _n = 0; class _C { get n() { return ++_n } }; const _c = new _C(); const next = () => _c.n",
    ],
    [
      "another cell's value behind a function",
      "const next = () => { far.set('n', far.get('n')! + 1); return far.get('n') }",
    ],
  ])("%s starts anew for each reader", async (_, maker) => {
    const s = session({
      far: "const far = new Map([['n', 0]])",
      maker,
      b: "next()",
      c: "next() + 0",
      d: "far.get('n')",
    });
    await s.runAll();
    await s.run([id(s, "c")]);
    await s.run([id(s, "d")]);
    expect([textOf(s, "b"), textOf(s, "c"), textOf(s, "d")]).toEqual(["1", "1", "0"]);
  });

  test("an instance whose methods see a variable starts anew for each reader", async () => {
    const s = session({
      maker: "let _n = 0; class _C { get n() { return ++_n } }; const counter = new _C()",
      b: "counter.n",
      c: "counter.n + 0",
    });
    await s.runAll();
    expect([textOf(s, "b"), textOf(s, "c")]).toEqual(["1", "1"]);
  });

  test("a value changed under another name is made again under every name", async () => {
    const s = session({
      maker: "class _T { n = 0 }; const thing = new _T()",
      other: "const other = { inside: thing }",
      bad: "other.inside.n++",
      reader: "thing.n",
    });
    await s.runAll();
    expect(cellOf(s, "bad").error?.message).toContain('the cell changed "other"');
    expect(textOf(s, "reader")).toBe("0");
    await s.run([id(s, "bad")]);
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("0");
  });

  test("setImmediate ends with its cell too, and a timer that is shown has the same number in every run", async () => {
    const s = session({
      a: "const log = new Map([['n', 0]]); const _again = () => { log.set('n', log.get('n')! + 1); setImmediate(_again) }; setImmediate(_again)",
      b: "await new Promise((r) => setTimeout(r, 20)); log.get('n')",
      c: "setTimeout(() => 0, 1000)",
    });
    await s.runAll();
    await s.run([id(s, "c")]);
    expect([textOf(s, "b"), textOf(s, "c")]).toEqual(["0", "1"]);
  });

  test("a counter in a closure starts anew for each reader", async () => {
    const s = session({ counter: "let n = 0; const next = () => ++n", b: "next()", c: "next() + next()" });
    await s.runAll();
    expect([textOf(s, "b"), textOf(s, "c")]).toEqual(["1", "3"]);
    await s.run([id(s, "b")]);
    expect(textOf(s, "b")).toBe("1");
  });
});
