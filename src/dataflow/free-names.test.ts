import { parse } from "acorn";
import { analyze, type Scope } from "eslint-scope";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parserOptions } from "./erase-types.ts";
import { freeNames } from "./free-names.ts";
import { randomPrograms } from "./random-program.ts";
import type { Node } from "./syntax-tree.ts";

const parsed = (code: string) => parse(code, { ...parserOptions, ranges: true });
const isNotArguments = (name: string) => name !== "arguments";
const ours = (code: string) => freeNames(parsed(code) as unknown as Node);

/** The same, by eslint-scope. */
function theirs(code: string) {
  const manager = analyze(parsed(code) as never, { ecmaVersion: 2022, sourceType: "module" });
  const top = manager.scopes.find((scope) => scope.type === "module")!;
  const names = (list: { identifier: { name: string } }[]) =>
    [...new Set(list.map(({ identifier }) => identifier.name))].sort();
  // a static block and a field run where they stand: they are part of the function around them
  const functionOf = (scope: Scope): Scope => {
    const own = scope.variableScope;
    return /static-block/.test(own.type) && own.upper ? functionOf(own.upper) : own;
  };
  const references = manager.scopes.flatMap((scope) => scope.references);
  return {
    defines: top.variables.map((variable) => variable.name).sort(),
    reads: names(top.through.filter((reference) => reference.isRead()) as never),
    writes: names(top.through.filter((reference) => reference.isWrite()) as never),
    keepsState: references.some(
      (reference) =>
        reference.isWrite() &&
        !reference.init &&
        reference.resolved !== null &&
        // assigning to a function expression's own name throws: nothing is kept
        reference.resolved.scope.type !== "function-expression-name" &&
        functionOf(reference.resolved.scope) !== functionOf(reference.from as Scope),
    ),
    scopes: manager.scopes,
  };
}

test("freeNames(program) finds what eslint-scope finds: definitions, reads, writes, kept state", () => {
  const share = {
    cases: 0,
    shadowing: 0,
    classes: 0,
    destructuring: 0,
    closures: 0,
    catches: 0,
    writes: 0,
    keepsState: 0,
  };
  fc.assert(
    fc.property(randomPrograms, (code) => {
      try {
        parsed(code);
      } catch {
        return; // a name declared twice, const without a value, …
      }
      const expected = theirs(code);
      const { defines, reads, writes, keepsState } = ours(code);
      expect([...defines].sort()).toEqual(expected.defines);
      // eslint-scope does not resolve `arguments` in a parameter's default
      expect(reads.filter(isNotArguments)).toEqual(expected.reads.filter(isNotArguments));
      expect(writes.map(({ name }) => name).sort()).toEqual(expected.writes);
      expect(keepsState).toBe(expected.keepsState);
      for (const { name, line, column } of writes) {
        expect(code.split("\n")[line - 1]?.slice(column - 1, column - 1 + name.length)).toBe(name);
      }
      share.cases++;
      const inner = expected.scopes.filter((scope) => scope.type !== "global" && scope.type !== "module");
      if (inner.some((scope) => scope.variables.some(({ name }) => defines.includes(name))))
        share.shadowing++;
      if (/class/.test(code)) share.classes++;
      if (/[{[]\s*[\w,].*[}\]] =/.test(code)) share.destructuring++;
      if (/=>|function/.test(code)) share.closures++;
      if (/catch/.test(code)) share.catches++;
      if (writes.length > 0) share.writes++;
      if (keepsState) share.keepsState++;
    }),
    { numRuns: 8000 },
  );
  expect(share.cases).toBeGreaterThan(3000);
  for (const what of ["shadowing", "classes", "destructuring", "closures", "writes"] as const) {
    expect(share[what] / share.cases, what).toBeGreaterThan(0.1);
  }
  for (const what of ["catches", "keepsState"] as const)
    expect(share[what] / share.cases, what).toBeGreaterThan(0.02);
});

test("freeNames(program) gives definitions in the order of their declaration", () => {
  expect(
    ours("const b = 1; function a() {} class C {} var { d, e: [f] } = g; import h from 'i';").defines,
  ).toEqual(["b", "a", "C", "h", "d", "f"]);
});
