import fc from "fast-check";
import { expect, test } from "vitest";
import { CairnError } from "#errors/cairn-error.ts";
import { type Lock, type Outputs, parseLock, parseOutputs, printLock, printOutputs } from "./sidecars.ts";

const lock: Lock = {
  version: 1,
  datasets: { penguins: "sha256:00" },
  results: {
    report: { f1: { wasm: { value: 0.9, tolerance: 0.01 } }, accuracy: { wasm: { value: 1, tolerance: 0 } } },
  },
  provenance: { cairn: "0.1.0", libraries: { tfjs: "4.22.0" } },
  evidence: {},
};

function errorOf(parse: () => unknown): CairnError {
  try {
    parse();
  } catch (error) {
    if (error instanceof CairnError) return error;
  }
  throw new Error("nothing was refused");
}

test("printLock(lock) writes one result a line, sorted, and parseLock reads it back", () => {
  expect(printLock(lock)).toContain('\n      "accuracy": {"wasm":{"tolerance":0,"value":1}},\n      "f1": ');
  expect(parseLock(printLock(lock))).toEqual(lock);
});

test("printOutputs(outputs) reads back as it was, and does not depend on the order of its keys", () => {
  const names = fc.stringMatching(/^[a-z]{1,5}$/);
  const cell = fc.record({
    status: fc.constantFrom("done" as const, "stopped" as const, "error" as const),
    key: fc.string(),
    ms: fc.nat(),
    outputs: fc.array(
      fc
        .jsonValue({ noUnicodeString: false, maxDepth: 2 })
        .map((value) => JSON.parse(JSON.stringify(value)) as null)
        .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value))), // see the next test
    ),
  });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(names, cell), { selector: ([name]) => name }), (cells) => {
      const outputs: Outputs = { version: 1, notebook: "T", cells: Object.fromEntries(cells) };
      const text = printOutputs(outputs);
      expect(parseOutputs(text)).toEqual(outputs);
      expect(printOutputs({ ...outputs, cells: Object.fromEntries([...cells].reverse()) })).toBe(text);
      expect(text.split("\n").length).toBe(cells.length === 0 ? 6 : 7 + cells.length);
    }),
  );
});

test("parseOutputs(text) leaves out keys that could reach a prototype", () => {
  const text = printOutputs({
    version: 1,
    cells: {
      a: {
        status: "done",
        key: "",
        ms: 0,
        outputs: [JSON.parse('{ "__proto__": { "x": 1 }, "kept": 1 }') as null],
      },
    },
  });
  expect(text).toContain("__proto__");
  expect(parseOutputs(text).cells["a"].outputs).toEqual([{ kept: 1 }]);
});

test("parseLock(text) says at which line and column broken JSON breaks", () => {
  const cases: [string, number, number][] = [
    ['{\n  "version": 1,\n}', 3, 1],
    ['{\n  "version" 1\n}', 2, 13],
    ['{"a": tru}', 1, 7],
    ['{"a": [1, 2', 1, 12],
    ["", 1, 1],
    ['{"a": "x\n"}', 1, 7],
    ["{} {}", 1, 4],
    ["[1,]", 1, 4],
  ];
  for (const [text, line, column] of cases) {
    const error = errorOf(() => parseLock(text));
    expect([error.code, error.at?.line, error.at?.column], text).toEqual(["bad-json", line, column]);
  }
});

test("parseLock(text) finds a place for every broken JSON", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom("", "}", ",", '"', "x", "]", ":"), (text, n, broken) => {
      const at = n % (text.length + 1);
      const changed = text.slice(0, at) + broken + text.slice(at + 1);
      const error = errorOf(() => parseLock(changed));
      expect(error.at?.line).toBeGreaterThan(0);
      expect(error.at?.column).toBeLessThanOrEqual(changed.length + 1);
    }),
  );
});

test("parseLock(text) refuses what a newer Cairn wrote, and names the field that is wrong", () => {
  expect(errorOf(() => parseLock('{"version": 2}')).message).toContain("version must be at most 1, got 2");
  const error = errorOf(() => parseLock(printLock(lock).replace('"tolerance":0,', '"tolerance":-1,')));
  expect(error.message).toContain("results.report.accuracy.wasm.tolerance must be >=0, got -1");
  expect(error.at?.line).toBe(8);
});
