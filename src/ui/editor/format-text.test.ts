import { expect, test } from "vitest";
import { analyzeCode } from "#dataflow/analyze-code.ts";
import { formatText } from "#ui/editor/format-text.ts";

test("code is laid out, with types and top-level await", async () => {
  const text = "const  a:number=await f( 1 )\n\n\n\na";
  expect(await formatText(text, "ts")).toBe("const a: number = await f(1);\n\na;");
  expect(await formatText("let a=1", "js")).toBe("let a = 1;");
});

test("what a cell shows and defines stays the same", async () => {
  for (const text of ["const a={x:1}\n({...a})", "a\n;[1,2].map(x=>x)", "md`# ${1}`", "if(a){b}"]) {
    const before = analyzeCode(text, "ts");
    const after = analyzeCode(await formatText(text, "ts"), "ts");
    expect([after.defines, after.reads, !!after.lastExpression]).toEqual([
      before.defines,
      before.reads,
      !!before.lastExpression,
    ]);
  }
});

test("a form keeps its comments", async () => {
  const text = "from:   sample:penguins # ours\nsplit: {by: hash,train: 0.7}";
  expect(await formatText(text, "yaml")).toBe(
    "from: sample:penguins # ours\nsplit: { by: hash, train: 0.7 }",
  );
});

test("text that cannot be read is refused with its place", async () => {
  await expect(formatText("const = 1", "ts")).rejects.toThrow(/^Unexpected token.*\(1:7\)$/);
  await expect(formatText("a: [1", "yaml")).rejects.toThrow(/\(1:\d+\)|line 1/);
});
