import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import packages from "virtual:type-files";
import { apiNames } from "#cell-api/api-names.ts";
import { javascriptGlobals } from "#dataflow/javascript-globals.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { kindNames } from "#cells/kind-names.ts";
import type { SessionServices } from "#session/services.ts";
import { Session } from "#session/session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import { CellProgram } from "./cell-program.ts";
import { type FormCell, type ProgramCell, programCells } from "./program-cells.ts";

// One for all tests: reading the declarations of TensorFlow.js takes a second.
const program = new CellProgram(packages);

const ts = (id: string, body: string): ProgramCell => ({ id, language: "ts", body });
const form = (name: string, type: string): FormCell => ({ id: name, language: "form", name, type });

function warningsOf(...cells: (ProgramCell | FormCell)[]): string[] {
  program.update(cells);
  return cells.flatMap((cell) => program.warnings(cell.id)).map(({ message }) => message);
}

/** The type of the first place where the text stands. */
function typeOf(text: string, id: string, ...cells: (ProgramCell | FormCell)[]): string | undefined {
  program.update(cells);
  const cell = cells.find((each) => each.id === id) as ProgramCell;
  return program.typeAt(id, cell.body.indexOf(text))?.type;
}

test("a type error is found at the person's own place, whatever the cell reads", () => {
  const body = 'const one = 1;\nconst two: number = "a" + other;';
  program.update([ts("other", "const other = 2"), ts("a", body)]);
  const warnings = program.warnings("a");
  expect(warnings.map(({ from, to }) => body.slice(from, to))).toEqual(["two"]);
  expect(warnings[0].message).toBe("Type 'string' is not assignable to type 'number'.");
});

test("a name of another cell has its type, above and below it, and its documentation", () => {
  const cells = [
    ts("reader", "const twice = total * 2; area({ side: 2 })"),
    ts(
      "maker",
      "/** All of it. */\nconst total = 21;\nfunction area(square: { side: number }) { return square.side ** 2 }",
    ),
  ];
  expect(typeOf("twice", "reader", ...cells)).toBe("const twice: number");
  expect(typeOf("total", "reader", ...cells)).toBe("const total: 21");
  expect(program.typeAt("reader", 14)?.says).toBe("All of it.");
  expect(warningsOf(...cells)).toEqual([]);
  expect(warningsOf(ts("reader", "area({ side: 'x' })"), cells[1])).toEqual([
    "Type 'string' is not assignable to type 'number'.",
  ]);
});

test("classes and types of another cell are types here too", () => {
  const maker = ts("maker", "interface Point { x: number }\ntype Line = Point[];\nclass Box { size = 1 }");
  expect(
    warningsOf(maker, ts("reader", "const line: Line = [{ x: 1 }]; const box: Box = new Box();")),
  ).toEqual([]);
  expect(warningsOf(maker, ts("reader", "const point: Point = { y: 1 };"))).toHaveLength(1);
});

test("what a cell keeps to itself is not there in another", () => {
  expect(warningsOf(ts("maker", "const _mine = 1"), ts("reader", "_mine"))).toEqual([
    "Cannot find name '_mine'.",
  ]);
});

test("a name that two cells define, one that is assigned to elsewhere and an import are left to Cairn", () => {
  const cells = [
    ts("a", "let n = 1"),
    ts("b", "let n = 'x'; n.length"),
    ts("c", "n = 3"),
    ts("d", 'import x from "y"'),
  ];
  expect(warningsOf(...cells)).toEqual([]);
});

test("a cell that is half typed says nothing, and the others keep its names", () => {
  const reader = ts("reader", "total.toFixed(1)");
  expect(warningsOf(ts("maker", "const total = 1\nif ("), reader)).toEqual([]);
});

test("a dataset gives rows of its columns, and misspelled columns are found", () => {
  const known = form("penguins", 'Dataset<{ "mass": number; "species": string; "photo": Picture }>');
  const reader = ts("reader", 'const rows = penguins.rows("train"); const masses = penguins.column("mass");');
  expect(typeOf("rows", "reader", known, reader)).toContain("mass: number");
  expect(typeOf("masses", "reader", known, reader)).toBe("const masses: Float64Array<ArrayBufferLike>");
  expect(warningsOf(known, ts("r", "penguins.rows().map((row) => row.mass / 2 + row.photo.width)"))).toEqual(
    [],
  );
  expect(warningsOf(known, ts("r", "penguins.rows().map((row) => row.mas)"))).toEqual([
    "Property 'mas' does not exist on type '{ mass: number; species: string; photo: Picture; }'. Did you mean 'mass'?",
  ]);
  expect(warningsOf(known, ts("r", 'penguins.rows("tests")'))).toHaveLength(1);
  const unknown = form("penguins", "Dataset");
  expect(
    warningsOf(unknown, ts("r", 'penguins.rows().map((row) => row.mas * 2); penguins.column("x").length')),
  ).toEqual([]);
});

test("forms give their values", () => {
  const cells = [
    form("model", "TrainedModel"),
    form("report", "Report"),
    form("rate", "number"),
    ts(
      "r",
      "const [one] = await model.predict([{ x: rate }]); one.probabilities.a + report.metrics[0].value",
    ),
  ];
  expect(warningsOf(...cells)).toEqual([]);
  expect(typeOf("one", "r", ...cells)).toBe("const one: Prediction");
});

test("every name that cells find is known, and tf with its own types", () => {
  expect(warningsOf(ts("a", [...apiNames].join("; ")))).toEqual([]);
  const names = [...javascriptGlobals].filter((name) => name !== "arguments");
  expect(warningsOf(ts("a", names.join("; ")))).toEqual([]);
  const body = "const sum: tf.Tensor = tf.tensor([1, 2]).add(1); const model = tf.sequential();";
  expect(warningsOf(ts("a", body))).toEqual([]);
  expect(typeOf("model", "a", ts("a", body))).toBe("const model: Sequential");
  expect(warningsOf(ts("a", "tf.tensor([1, 2]).ad(1)"))[0]).toContain(
    "Property 'ad' does not exist on type 'Tensor",
  );
  expect(warningsOf(ts("a", "document.title"))).toEqual(["Cannot find name 'document'."]);
  expect(warningsOf(ts("a", 'Plot.plot({ marks: [Plot.dot([{ a: 1 }], { x: "a" })] })'))).toEqual([]);
  expect(program.typeAt("a", 0)).toBeDefined();
});

test("documentation of the cell API is shown", () => {
  program.update([ts("a", "show(1)"), form("d", "Dataset"), ts("b", "d.rows()")]);
  expect(program.typeAt("a", 1)?.says).toBe("Shows values below the cell, in this order, as it runs.");
  expect(program.typeAt("b", 3)?.says).toBe("Rows as objects; a missing number is null.");
});

test("JavaScript has types to look at and no type errors", () => {
  const js: ProgramCell = { id: "a", language: "js", body: "let n = 1; n = 'a'; n.nothing(); unknown" };
  expect(warningsOf(js)).toEqual([]);
  expect(typeOf("n", "a", js)).toBe("let n: number");
  expect(typeOf("n", "b", js, ts("b", "n"))).toBe("let n: number");
});

test("notes are not held to a compiler's rules", () => {
  const body = `function f(a, b) { return a + b }
f(1, 2);
let nothing = null; nothing = 3;
const maybe: { x?: number } = {}; maybe.x + 1;
try { await f(1, 2) } catch (error) { error.message }
unused: for (;;) break;
const list = []; list.push(1, "a");
#!`.replace("#!", "[3, 1].toSorted()");
  expect(warningsOf(ts("a", body))).toEqual([]);
});

test.each(readdirSync("notebooks").filter((name) => name.endsWith(".md")))("%s has no warnings", (name) => {
  const text = readFileSync(`notebooks/${name}`, "utf8");
  for (const withOutputs of [false, true]) {
    const snapshot = JSON.parse(
      readFileSync(`notebooks/${name.replace(".md", ".outputs.json")}`, "utf8"),
    ) as Snapshot;
    const session = new Session({ text, services: {} as SessionServices, ...(withOutputs && { snapshot }) });
    const cells = programCells(session.cells);
    expect(cells.filter(({ language }) => language === "ts").length).toBeGreaterThan(0);
    program.update(cells);
    const found = cells.flatMap((cell) => program.warnings(cell.id).map((each) => ({ cell, ...each })));
    expect(found.map(({ cell, message }) => `${cell.id}: ${message}`)).toEqual([]);
  }
});

test("lines that end with \\r\\n are counted as the editor counts them", () => {
  const text = "---\r\ncairn: 1\r\n---\r\n\r\n```ts a\r\nconst a = 1\r\nconst b: string = a\r\n```\r\n";
  expect(parseNotebook(text, { kinds: kindNames }).cells).toHaveLength(1);
  const cells = programCells(new Session({ text, services: {} as SessionServices }).cells);
  program.update(cells);
  expect(program.warnings(cells[0].id).map(({ from }) => from)).toEqual([18]);
});

test("wherever a word stands, its warning lies on it, whatever other cells define", () => {
  const filler = fc.constantFrom(
    "const a1 = 1",
    "// a note",
    "",
    "const s = `x\n\ny`",
    "type T = {\n a: 1 }",
    "f();",
  );
  const others = fc.constantFrom("const f = () => 1", "function f() {}", "class f1 {}", "const q = 1");
  const property = fc.property(
    fc.uniqueArray(filler, { maxLength: 5 }),
    fc.uniqueArray(filler, { maxLength: 5 }),
    others,
    (before, after, other) => {
      const known = new Set(before);
      const body = [...before, "wrongName.x", ...after.filter((each) => !known.has(each))].join("\n");
      program.update([ts("other", other), ts("a", body)]);
      const places = program.warnings("a").map(({ from, to }) => body.slice(from, to));
      expect(places.filter((place) => place !== "f")).toEqual(["wrongName"]);
      const at = body.indexOf("wrongName");
      expect(program.typeAt("a", at)).toMatchObject({ from: at, to: at + "wrongName".length });
    },
  );
  fc.assert(property, { numRuns: 40 });
});

test("types that are inferred through hundreds of cells cost at most their own warnings", () => {
  const body = (i: number) =>
    i === 0 ? "const v0 = 1" : `const v${i} = (() => [v${i - 1}].map((x) => x + 1)[0])()`;
  const chain = Array.from({ length: 1500 }, (_, i) => ts(`c${i}`, body(i)));
  program.update(chain);
  expect(program.warnings("c1499")).toEqual([]);
  expect(warningsOf(ts("a", "const n: number = 'a'"))).toHaveLength(1);
});
