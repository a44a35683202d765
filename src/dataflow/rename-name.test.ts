import { parse } from "acorn";
import { analyze } from "eslint-scope";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parserOptions } from "./erase-types.ts";
import { randomPrograms } from "./random-program.ts";
import { makeLocal, renameName } from "./rename-name.ts";

/** Each reference in order, with the variable it means as the place of its first definition among all. */
function meanings(code: string, rename: (name: string) => string) {
  const program = parse(code, { ...parserOptions, ranges: true });
  const { scopes } = analyze(program as never, { ecmaVersion: 2022, sourceType: "module" });
  const top = scopes.find((scope) => scope.type === "module");
  const variables = scopes.flatMap((scope) => scope.variables);
  return scopes
    .flatMap((scope) => scope.references)
    .sort((a, b) => a.identifier.range![0] - b.identifier.range![0])
    .map(({ identifier, resolved }) => {
      const isOuter = resolved === null || resolved.scope === top;
      return [
        resolved === null ? -1 : variables.indexOf(resolved),
        isOuter ? rename(identifier.name) : identifier.name,
      ];
    });
}

test("renameName(body, language, name, to) leaves every reference the variable that it means", () => {
  let renamed = 0;
  let shadowed = 0;
  fc.assert(
    fc.property(randomPrograms, (code) => {
      let before: unknown[];
      try {
        before = meanings(code, (name) => (name === "a" ? "fresh" : name));
      } catch {
        return;
      }
      const after = renameName(code, "js", "a", "fresh");
      // a class declaration's name has a second variable inside its body, renamed with it
      // and `catch (a) { var a = 1 }` declares one variable and assigns another: it is not told apart
      const isCatchVar = /catch/.test(code) && /var [^;]*\ba\b/.test(code);
      if (!/class a /.test(code) && !isCatchVar) expect(meanings(after, (name) => name)).toEqual(before);
      if (after !== code) renamed++;
      if (after !== code && /\ba\b/.test(after.replace(/a:/g, ""))) shadowed++;
    }),
    { numRuns: 4000 },
  );
  expect(renamed).toBeGreaterThan(1000);
  expect(shadowed).toBeGreaterThan(200);
});

test("renameName renames uses and definitions, and leaves properties, labels and inner variables", () => {
  const code =
    "const a = 1; f(a, x.a, { a, a: 2 }); (a) => a; const { b = a, a: c } = d; function g() { if (1) { var a; } return a; }";
  expect(renameName(code, "js", "a", "sum")).toBe(
    "const sum = 1; f(sum, x.a, { a: sum, a: 2 }); (a) => a; const { b = sum, a: c } = d; function g() { if (1) { var a; } return a; }",
  );
  expect(renameName("class A { m() { return A } }; new A()", "js", "A", "B")).toBe(
    "class B { m() { return B } }; new B()",
  );
  expect(renameName("const x: number = (a as any)!; a++", "ts", "a", "b")).toBe(
    "const x: number = (b as any)!; b++",
  );
});

test("renameName returns the body as it was when it cannot be parsed, or when the new name stands in it", () => {
  expect(renameName("const a = ;", "js", "a", "b")).toBe("const a = ;");
  expect(renameName("const a = 1; (b) => a", "js", "a", "b")).toBe("const a = 1; (b) => a");
});

test("makeLocal(body, language, name) puts _ before the name in this cell", () => {
  expect(makeLocal("const total = 1;\nshow({ total });", "js", "total")).toBe(
    "const _total = 1;\nshow({ total: _total });",
  );
});
