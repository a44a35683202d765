import { expect, test } from "vitest";
import { inspect } from "./inspect.ts";

class Point {
  x = 1;
  y = 2;
}
const circle: Record<string, unknown> = { a: 1 };
circle["self"] = circle;

test.each<[string, unknown, string]>([
  ["text is itself", 'say "hi"\n', 'say "hi"\n'],
  ["text inside has quotes", ['a"b'], '["a\\"b"]'],
  ["-0 is not 0", [0, -0], "[0, -0]"],
  ["numbers that JSON lacks", [NaN, Infinity], "[NaN, Infinity]"],
  ["a bigint", 12n, "12n"],
  ["nothing", [undefined, null], "[undefined, null]"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["a function by its name", { run() {} }, "{ run: ƒ run }"],
  ["a function without a name", [() => 1], "[ƒ (anonymous)]"],
  ["an error", new RangeError("too far"), "RangeError: too far"],
  ["a date", [new Date(0)], "[1970-01-01T00:00:00.000Z]"],
  ["a date that is none", new Date(NaN), "Invalid Date"],
  ["a regular expression", [/a+/g], "[/a+/g]"],
  [
    "a Map",
    new Map<unknown, unknown>([
      ["a", [1]],
      [2, "b"],
    ]),
    'Map(2) { "a" => [1], 2 => "b" }',
  ],
  ["a Set", new Set([1, "b"]), 'Set(2) { 1, "b" }'],
  ["empty ones", [[], {}, new Map(), new Set()], "[[], {}, Map(0) {}, Set(0) {}]"],
  ["a typed array", Float32Array.of(1, 0.5), "Float32Array(2) [1, 0.5]"],
  ["a class instance by its class", new Point(), "Point { x: 1, y: 2 }"],
  ["keys that are no names", { "a b": 1, ok_1: 2 }, '{ "a b": 1, ok_1: 2 }'],
  ["a circle", circle, "{ a: 1, self: [circular] }"],
  ["the same object twice is no circle", [circle["a"], [1], [1]], "[1, [1], [1]]"],
  ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 }), "{ a: 1 }"],
])("%s", (_, value, text) => {
  expect(inspect(value)).toBe(text);
});

test("what lies deeper than `depth` is left out", () => {
  expect(inspect({ a: { b: { c: 1 } }, d: [[1]] }, { depth: 2 })).toBe("{ a: { b: {…} }, d: [[…]] }");
});

test("long arrays, objects and typed arrays say how many items are left out", () => {
  const many = Array.from({ length: 8 }, (_, i) => i);
  expect(inspect(many, { items: 3 })).toBe("[0, 1, 2, … 5 more]");
  expect(inspect(Uint8Array.from(many), { items: 3 })).toBe("Uint8Array(8) [0, 1, 2, … 5 more]");
  expect(inspect(new Set(many), { items: 2 })).toBe("Set(8) { 0, 1, … 6 more }");
});

test("a long line is broken, one item a line, indented", () => {
  const text = inspect([["x".repeat(50)], ["y".repeat(50)]]);
  expect(text).toBe(`[\n  ["${"x".repeat(50)}"],\n  ["${"y".repeat(50)}"]\n]`);
});

test("a long text is cut, and says how long it was", () => {
  expect(inspect("a".repeat(100), { characters: 10 })).toBe("aaaaaaaaaa… (100 characters)");
});

test("a value whose reading throws says so instead of throwing", () => {
  const value = {
    get broken(): number {
      throw new Error("no");
    },
  };
  expect(inspect([value])).toBe("[[unreadable: no]]");
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  expect(inspect(revoked.proxy)).toMatch(/^\[unreadable: /);
});

test("a huge sparse array and a huge Map end in time and size", () => {
  expect(inspect(new Array(1e7)).length).toBeLessThan(2000);
  expect(inspect(new Map(Array.from({ length: 1e5 }, (_, i) => [i, i]))).length).toBeLessThan(2000);
});
