// Cells that do odd things to the worker that runs them: each ends with a true status, and the next cell is well.
import { describe, expect, test } from "vitest";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();
const after = "[1, 2].map((x) => x * 2).join()";

describe("what is thrown", () => {
  test.each([
    ["null", "throw null", "no error: null"],
    ["undefined", "throw undefined", "no error: undefined"],
    ["a symbol", "throw Symbol('odd')", "no error: Symbol(odd)"],
    ["an object that is no text", "throw { toString() { throw 1 } }", "no error: object"],
    ["a huge text", "throw new Error('x'.repeat(300_000))", "xxx"],
    ["a huge name", "const e = new Error('named'); e.name = 'N'.repeat(5000); throw e", "named"],
    ["a frozen error", "throw Object.freeze(new Error('cold'))", "cold"],
    [
      "an error with odd members",
      "throw Object.defineProperties(new Error('m'), { stack: { get() { throw 1 } }, name: { get() { throw 2 } } })",
      "m",
    ],
    ["an error whose stack is a number", "const e = new Error('m'); e.stack = 7; throw e", "m"],
    [
      "an error with an unreadable message",
      "throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })",
      "cannot be read",
    ],
    [
      "a Proxy that throws itself",
      "const p = new Proxy(new Error(), { get() { throw p }, getPrototypeOf() { throw p } }); throw p",
      "cannot be read",
    ],
  ])("%s is the cell's error", async (_, bad, message) => {
    const s = session({ bad, after });
    await s.runAll();
    expect(cellOf(s, "bad").error?.message).toContain(message);
    expect(textOf(s, "after")).toBe("2,4");
  });
});

describe("what is patched", () => {
  test.each([
    "Reflect.ownKeys = () => []",
    "Object.getOwnPropertyDescriptor = Reflect.getOwnPropertyDescriptor = () => undefined",
    "Reflect.defineProperty = Reflect.deleteProperty = () => true",
    "Array.prototype[Symbol.iterator] = function* () {}",
    "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })",
    "Object.getPrototypeOf(new Map()[Symbol.iterator]()).next = () => ({ done: true })",
    "Map.prototype.get = Map.prototype.has = Set.prototype.has = () => undefined; Map.prototype.set = () => { throw new Error('set') }",
    "Array.prototype.push = Array.prototype.map = () => { throw new Error('patched') }",
    "Object.defineProperty(Array.prototype, '0', { configurable: true, set() { throw new Error('setter') } })",
    "Object.prototype.get = () => 1; Object.prototype.value = 2; Object.prototype.configurable = false",
    "Object.is = () => true; Object.freeze = (x) => x",
    "Promise.prototype.then = () => undefined; Promise.resolve = () => undefined",
    "JSON.stringify = JSON.parse = () => { throw new Error('json') }; String.prototype.slice = () => ''",
    "structuredClone = () => 1; queueMicrotask = () => 1; setTimeout = () => 1; console.log = () => 1",
    "Error.prepareStackTrace = () => { throw new Error('stack') }",
    "Error.stackTraceLimit = 0; Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 1",
    "Object.setPrototypeOf(Array.prototype, { map: 1 }); Uint8Array.prototype.slice = () => 1",
    "Object.defineProperty(Object.getPrototypeOf(Uint8Array), Symbol.species, { configurable: true, get: () => Array })",
  ])("%s is put back and reported", async (patch) => {
    const s = session({
      bad: `${patch}; await 0`,
      after,
      maps: "const m = new Map([[1, new Set([2])]]); [...m].length + ' ' + Uint8Array.of(1, 2).slice(1).join() + ' ' + JSON.stringify({ a: [1] })",
    });
    await s.runAll();
    expect(textOf(s, "after")).toBe("2,4");
    expect(textOf(s, "maps")).toBe('1 2 {"a":[1]}');
    expect(cellOf(s, "bad").status).toBe("done");
    expect(textOf(s, "bad")).toContain("put");
  });

  test("a name of any length is put back too", async () => {
    const s = session({ bad: "Array.prototype['x'.repeat(5000)] = 1", after });
    await s.runAll();
    expect([cellOf(s, "bad").status, textOf(s, "after")]).toEqual(["done", "2,4"]);
  });

  test.each([
    ["a frozen built-in", "Object.freeze(Array.prototype)"],
    ["a global that cannot be deleted", "Object.defineProperty(globalThis, 'kept', { value: 1 })"],
    [
      "a built-in that cannot be written again",
      "Object.defineProperty(Array.prototype, 'map', { value: () => [9], writable: false, configurable: false })",
    ],
    ["a realm that takes nothing more", "Object.preventExtensions(globalThis)"],
  ])("%s costs the worker, and nothing else", async (_, bad) => {
    const s = session({
      copied: "const copied = new Map([['n', 41]])",
      made: "const made = (x: number) => x + 1",
      bad,
      reader: `const list: number[] = []; list.push(made(copied.get('n')!)); [list.map((x) => x), typeof globalThis['kept']].join()`,
    });
    await s.run(["copied", "made"].map((name) => id(s, name)));
    await s.run([id(s, "bad")]);
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("42,undefined");
    expect(cellOf(s, "copied").status).toBe("done");
  });
});

describe("what comes late", () => {
  test("a value that a message changes after its cell's end is not read, and is made anew", async () => {
    const s = session({
      maker:
        "const log = new Map([['n', 0]]); const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { log.set('n', 1); port1.close() }; port2.postMessage(0)",
      wait: "await new Promise((r) => setTimeout(r, 50)); [].length",
      reader: "log.get('n')",
    });
    await s.run([id(s, "maker")]);
    await s.run([id(s, "wait")]);
    await s.run([id(s, "reader")]);
    expect(cellOf(s, "reader").error?.message).toBe('"log" changed after its cell had ended');
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("0");
  });

  test("a built-in that a promise patches after its cell's end is put back before the next cell", async () => {
    const s = session({
      maker:
        "void (async () => { await crypto.subtle.digest('SHA-256', new Uint8Array(1e7)); Array.prototype.map = () => ['late'] })(); 1",
      wait: "await new Promise((r) => setTimeout(r, 100)); 1",
      after,
    });
    await s.run([id(s, "maker")]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await s.run([id(s, "after")]);
    expect(textOf(s, "after")).toContain("2,4");
  });
});

test("process.exit() in a cell is its error, and the notebook goes on", async () => {
  const s = session({ kept: "const kept = 7", bad: "process.exit(0)", after: "kept" });
  await s.runAll();
  expect(cellOf(s, "bad").error?.message).toContain("ended");
  expect(textOf(s, "after")).toBe("7");
});
