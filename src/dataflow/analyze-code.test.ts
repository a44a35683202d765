import fc from "fast-check";
import { expect, test } from "vitest";
import { analyzeCode } from "./analyze-code.ts";
import { randomPrograms } from "./random-program.ts";

test("analyzeCode(source) says what a cell defines, keeps local, reads and writes", () => {
  const { defines, locals, reads, writes, keepsState, problems } = analyzeCode(
    "const b = x + Math.PI;\nconst _c = 1;\nfunction a() { return y.z }\ntype T = typeof q;\nd = 2;",
    "ts",
  );
  expect({ defines, locals, reads, keepsState, problems }).toEqual({
    defines: ["b", "a"],
    locals: ["_c"],
    reads: ["x", "y"],
    keepsState: false,
    problems: [],
  });
  expect(writes).toEqual([{ name: "d", line: 5, column: 1 }]);
});

test("analyzeCode(source) says where each name is declared, not where it is mentioned first", () => {
  const source =
    "// total\nconst o = { total: '\u2028 total' };\nconst { a: [total = 1] } = o;\nfunction f() {}";
  expect([...analyzeCode(source, "js").definedAt]).toEqual([
    ["o", { line: 2, column: 7 }],
    ["total", { line: 3, column: 13 }],
    ["f", { line: 4, column: 10 }],
  ]);
});

test("analyzeCode(source) takes a first line #! as the comment that it is in a file", () => {
  const { problems, script, defines } = analyzeCode("#!/usr/bin/env node\nconst a = 1", "js");
  expect({ problems, defines }).toEqual({ problems: [], defines: ["a"] });
  expect(script).toBe("///usr/bin/env node\nconst a = 1");
});

test("analyzeCode(source) never reads another cell's _name", () => {
  expect(analyzeCode("_x + y", "js").reads).toEqual(["y"]);
});

test("analyzeCode(source) gives the last expression's place in a script of the same length", () => {
  for (const [source, shown] of [
    ["const a: number = 1;\n(a as any)", "(a       )"],
    ["a;", "a"],
    ["a // the end", "a"],
    ["a /* ; */ ;  ", "a"],
    ["a // ;\n;", "a"],
    ["((a) /* ) */ ) // )\n;type T = 1", "((a) /* ) */ )"],
    ["({ a })", "({ a })"],
    ["await f()", "await f()"],
  ] as const) {
    const { script, lastExpression: last, problems } = analyzeCode(source, "ts");
    expect(problems).toEqual([]);
    expect(script.length).toBe(source.length);
    expect(script.slice(last?.start, last?.end).trim(), source).toBe(shown);
  }
  expect(analyzeCode("a\nconst b = 1", "js").lastExpression).toBeUndefined();
});

test("analyzeCode(source) puts a syntax error at the user's line and column", () => {
  for (const [source, code, line, column] of [
    ["const a = 1;\nconst = 2;", "syntax", 2, 7],
    ["let a: number = ;", "syntax", 1, 17],
    ["return 1", "syntax", 1, 1],
    ["let a;\nlet a;", "syntax", 2, 5],
    ["f(\n", "syntax", 2, 1],
    ["\n  enum A {}", "types-make-code", 2, 3],
    ["1;\n import x from 'lodash'", "import-refused", 2, 2],
    ["export { a };let a", "export-refused", 1, 1],
    ["const a = 1,\n  b = import.meta.url", "import-refused", 2, 7],
    ["let n = 1;\nconst a = n<!--n", "html-comment", 2, 12],
    ["1;\nawait using a = f()", "using-refused", 2, 1],
    // U+2028 ends a line for the parser, not for a person
    ["const s = '\u2028'; let = 1", "syntax", 1, 16],
    ["const s = '\u2029';\r\n  enum A {}", "types-make-code", 2, 3],
  ] as const) {
    const { problems } = analyzeCode(source, "ts");
    expect([problems[0]?.code, problems[0]?.at.line, problems[0]?.at.column], source).toEqual([
      code,
      line,
      column,
    ]);
    expect(problems[0]?.message, source).toBeTruthy();
  }
});

test("analyzeCode(source) says what it met and what may be missing", () => {
  const wordsOf = (source: string) =>
    analyzeCode(source, "ts").problems.map(({ message, hint }) => [message, hint]);
  expect(wordsOf("const x = {\n  b: [1, 2\n};")).toEqual([
    ['unexpected "}"', expect.stringContaining("look for a bracket") as string],
  ]);
  expect(wordsOf("f(\n")).toEqual([
    ["the code ends in the middle of a statement", expect.stringContaining("not closed") as string],
  ]);
  expect(wordsOf("return 1")).toEqual([
    [expect.stringContaining("return") as string, expect.stringContaining("last expression") as string],
  ]);
});

test("analyzeCode(source) takes the word export away and gives imports of what is shipped to the cell", () => {
  const { script, defines, reads, problems, importsOf } = analyzeCode(
    "import * as tf from 'tf';\nexport const a = tf.zeros([1]);",
    "ts",
  );
  expect(script).toBe(";                        \n       const a = tf.zeros([1]);");
  expect({ defines, reads, problems }).toEqual({ defines: ["a"], reads: ["tf"], problems: [] });
  expect(importsOf).toEqual([{ module: "tf", line: 1, column: 1 }]);
});

test("analyzeCode(source) knows hidden state and a cell that reads the clock or the network", () => {
  expect(analyzeCode("let n = 0; const next = () => ++n;", "js").keepsState).toBe(true);
  expect(analyzeCode("let n = 0; n++; const f = () => { let m = 0; m++; };", "js").keepsState).toBe(false);
  for (const source of ["Date.now()", "new Date()", "performance.now()", "fetch('/a')", "navigator.gpu"]) {
    expect(analyzeCode(source, "js").mayReadClock, source).toBe(true);
  }
  expect(analyzeCode("const f = (Date) => Date; x.fetch()", "js").mayReadClock).toBe(false);
});

test("the canonical body does not change with comments, blank lines and spaces, and tells programs apart", () => {
  const bodies = new Map<string, string>();
  let cases = 0;
  fc.assert(
    fc.property(randomPrograms, (code) => {
      const { canonicalBody, problems } = analyzeCode(code, "js");
      if (problems.length > 0) return;
      cases++;
      const spaced = `// above\n\n${code.replaceAll("\n", " // c\n\n\t").replaceAll("; ", " /* x */ ;  ")}\n// below`;
      expect(analyzeCode(spaced, "js").canonicalBody).toBe(canonicalBody);
      const other = bodies.get(canonicalBody);
      const plain = code.replace(/\s+/g, "");
      if (other !== undefined) expect(other).toBe(plain);
      bodies.set(canonicalBody, plain);
    }),
    { numRuns: 2000 },
  );
  expect(cases).toBeGreaterThan(500);
  expect(analyzeCode("return_\nx", "js").canonicalBody).not.toBe(analyzeCode("return_x", "js").canonicalBody);
  expect(analyzeCode("f('a  b')", "js").canonicalBody).not.toBe(analyzeCode("f('a b')", "js").canonicalBody);
  expect(analyzeCode("const a: number = 1", "ts").canonicalBody).toBe(
    analyzeCode("const a: string = 1", "ts").canonicalBody,
  );
  expect(analyzeCode("a\n(b)", "js").canonicalBody).not.toBe(analyzeCode("a;\n(b)", "js").canonicalBody);
  expect(analyzeCode("let f = () => { return\n1 }", "js").canonicalBody).not.toBe(
    analyzeCode("let f = () => { return 1 }", "js").canonicalBody,
  );
  expect(analyzeCode("a\n++b", "js").canonicalBody).not.toBe(analyzeCode("a ++\nb", "js").canonicalBody);
  for (const before of ["await ", "for await (const x of y) "]) {
    const spaces = (n: number) => analyzeCode(`${before}/${" ".repeat(n)}'/.test(z)`, "js");
    expect(spaces(1).problems).toEqual([]);
    expect(spaces(1).canonicalBody, before).not.toBe(spaces(2).canonicalBody);
  }
  expect(analyzeCode("let a = 1\nlet b", "js").canonicalBody).toBe(
    analyzeCode("let a = 1 // c\r\n\r\nlet b", "js").canonicalBody,
  );
});
