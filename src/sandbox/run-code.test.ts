import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeCode } from "#dataflow/analyze-code.ts";
import type { CellTask } from "./contract.ts";
import { compileCell } from "./run-code.ts";
import { receivedError, sendError } from "./send-error.ts";
import { CairnError } from "#errors/cairn-error.ts";

function taskOf(body: string): CellTask {
  const { script, lastExpression, defines, locals, reads } = analyzeCode(body, "ts");
  return {
    cell: "cell",
    kind: "ts",
    script,
    ...(lastExpression && { lastExpression }),
    reads: reads.filter((name) => name === "input"),
    defines,
    locals,
    stream: "s",
    needsBackend: false,
    needsPlot: false,
    keepsState: false,
  };
}

/** Where the error of a cell is said to be. */
async function placeOf(body: string): Promise<{ line?: number; column?: number }> {
  const compiled = compileCell(taskOf(body));
  try {
    await compiled.run({}, () => undefined);
  } catch (error) {
    const { line, column } = sendError(error, compiled.text);
    return { line: line!, column: column! };
  }
  throw new Error("the cell did not fail");
}

describe("compileCell(task)", () => {
  test("hands back what the cell defines and shows its last expression", async () => {
    let shown: unknown;
    const compiled = compileCell(taskOf("const a: number = 2\nlet b = a * input\n;({ a, b })"));
    const { values } = await compiled.run({ input: 5 }, (value) => (shown = value));
    expect(values).toEqual({ a: 2, b: 10 });
    expect(shown).toEqual({ a: 2, b: 10 });
  });

  test("shows nothing for a last statement that is no expression, also with a comment at the end", async () => {
    let calls = 0;
    await compileCell(taskOf("const a = 1 // one")).run({}, () => calls++);
    await compileCell(taskOf("for (const i of [1]) i")).run({}, () => calls++);
    expect(calls).toBe(0);
  });

  test("is strict: assigning to an undeclared name fails", async () => {
    expect(await placeOf("  undeclared = 1")).toMatchObject({ line: 1 });
  });

  test("an error on any line, at any depth of indentation, has the person's own line and column", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(8),
        fc.nat(12),
        fc.constantFrom("\n", "\r\n"),
        async (linesBefore, spaces, ending) => {
          const before = Array.from({ length: linesBefore }, (_, i) => `const v${i}: number = ${i}`);
          const body = [...before, `${" ".repeat(spaces)}missing()`].join(ending);
          expect(await placeOf(body)).toEqual({ line: linesBefore + 1, column: spaces + 1 });
        },
      ),
    );
  });

  test("U+2028 ends a line for the engine, but not for the person", async () => {
    expect(await placeOf("const s = '\u2028';\n  missing()")).toEqual({ line: 2, column: 3 });
    expect(await placeOf("'\u2028\u2029'; missing()")).toEqual({ line: 1, column: 7 });
  });

  test("the text put in to catch the last expression moves no column", async () => {
    expect(await placeOf("1; [1].map((x) => x.y.z)")).toEqual({ line: 1, column: 23 });
    expect(await placeOf("[1].map((x) =>\n  x.y.z)")).toEqual({ line: 2, column: 7 });
  });

  test("an error after an await, and one in a function of the cell, have their places", async () => {
    expect(await placeOf("await null\nconst f = () => {\n  throw new Error('x')\n}\nawait f()")).toEqual({
      line: 3,
      column: 9,
    });
  });
});

describe("sendError(error)", () => {
  test("keeps name, code and hint, and what was thrown comes out again on the other side", () => {
    const sent = sendError(new CairnError("it failed", { code: "c", hint: "do this" }));
    expect(receivedError(sent)).toMatchObject({ message: "it failed", code: "c", hint: "do this" });
  });

  test("says so when a cell throws what is no error", () => {
    expect(sendError("text").message).toBe('the cell threw a value that is no error: "text"');
    expect(sendError(Object.create(null)).message).toContain("object");
  });

  test("a kernel that a backend lacks comes with what to do", () => {
    const error = new Error("Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'");
    expect(sendError(error).hint).toContain("no Conv2DBackpropFilter on WebAssembly");
    expect(sendError(new Error("Kernel of the matter")).hint).toBeUndefined();
  });

  test("a place in another file is no line of the cell", () => {
    const error = new CairnError("a.csv, line 3: bad", { at: { file: "a.csv", line: 3, column: 1 } });
    expect(sendError(error).line).toBeUndefined();
  });
});
