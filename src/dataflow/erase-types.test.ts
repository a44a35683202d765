import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import blankSpace from "ts-blank-space";
import ts from "typescript";
import { expect, test } from "vitest";
import { CairnError } from "#errors/cairn-error.ts";
import { eraseTypes } from "./erase-types.ts";

const options = { sourceType: "module", ecmaVersion: "latest", allowAwaitOutsideFunction: true } as const;

/** A program without places, and without the empty statements that erasing leaves. */
function treeOf(code: string): string {
  return JSON.stringify(parse(code, options), (key, value: unknown) => {
    if (key === "start" || key === "end" || key === "raw") return undefined;
    if (typeof value === "bigint") return String(value);
    const isEmpty = (item: { type?: string } | null) => item?.type === "EmptyStatement";
    return Array.isArray(value) ? value.filter((item: { type?: string } | null) => !isEmpty(item)) : value;
  });
}

/** The independent eraser; undefined where it refuses. */
function erasedByOther(code: string): string | undefined {
  let isRefused = false;
  const output = blankSpace(code, () => {
    isRefused = true;
  });
  return isRefused ? undefined : output;
}

function sourceFiles(): string[] {
  return readdirSync("node_modules", { recursive: true, encoding: "utf8" })
    .map((name) => join("node_modules", name))
    .filter((path) => /(?<!\.d)\.m?ts$/.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
}

// Known and counted: the parser does not know `const` type parameters in a type literal or an interface
// (@sveltejs/acorn-typescript 1.0.13), and a namespace of types alone is refused like any other.
const STATED = /Unexpected keyword 'const'|A namespace makes code/;
/** Types they are not: decorators are refused on purpose, and one package of the tests is full of them. */
const DECORATED = /Decorators do not run in browsers yet/;

test("eraseTypes(code) agrees with ts-blank-space on every TypeScript file of node_modules", () => {
  const count = { compared: 0, refusedByBoth: 0, refusedHere: 0 };
  for (const file of sourceFiles()) {
    const code = readFileSync(file, "utf8");
    const expected = erasedByOther(code);
    let erased: string;
    try {
      erased = eraseTypes(code);
    } catch (error) {
      if (expected === undefined) count.refusedByBoth++;
      else if (!DECORATED.test((error as Error).message)) {
        expect((error as Error).message, file).toMatch(STATED);
        count.refusedHere++;
      }
      continue;
    }
    expect(expected, `${file} is refused by ts-blank-space alone`).toBeDefined();
    expect(erased.length, file).toBe(code.length);
    let expectedTree: string;
    try {
      expectedTree = treeOf(expected!);
    } catch {
      continue; // not a program by itself, types or not
    }
    expect(treeOf(erased) === expectedTree, file).toBe(true);
    count.compared++;
  }
  expect(count.compared).toBeGreaterThanOrEqual(360);
  expect(count.refusedByBoth).toBeGreaterThanOrEqual(25);
  expect(count.refusedHere / count.compared).toBeLessThan(0.02);
});

const cases = [
  "const a: number = 1, b = <T>(x: T): T => x;",
  "const a = 1\ntype T = string\n[1].map(String)",
  "let x = y as any\n(foo)()",
  "let x = y satisfies T\n`a`",
  "class A { get: string\nx() {} }",
  "class A { static: number; readonly b = 1; private c?: string; d!: T; e() {} }",
  "class A extends B { override e() {} override f = 1 }",
  "const f = (a):\nstring => a",
  "const f = (a): Promise<\nstring\n> => a",
  "const f = async <T>\n(x: T) => x",
  "function f() { return <T>\n(x: T) => x }",
  "function f(this: Window, a?: number, ...rest: string[]) { return this }",
  "function f(this: Window) {}",
  "import { type A, b, type C } from 'm';",
  "import type { A } from 'm';\nimport type B from 'm';\nb()",
  "import { type A } from 'm';",
  "export { type A, b };\nlet b = 1;\ntype A = 1;",
  "export type { A } from 'm';\nexport type * from 'm';",
  "export interface A { a: 1 }\nexport type B = A;\nexport default interface C {}",
  "declare const a: number;\ndeclare function f(): void;\ndeclare class B {}\ndeclare module 'x' { }\ndeclare global { }",
  "declare enum E { A }\nlet a = 1",
  "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {}",
  "abstract class A<T> extends B<T> implements C, D { abstract a(): void; abstract b: string; constructor(a: T) { super(a) } }",
  "export abstract class A { m(): void; m(a?: 1) {} }",
  "export default abstract class A { }",
  "class A { [key: string]: unknown; declare b: number; #c: string = ''; static { let a: number = 1 } }",
  "class A { private async *m<T>(a: T): AsyncGenerator<T> {} get x(): number { return 1 } set x(v: number) {} }",
  "class A { public static readonly ['a' + 1]?: string = 'b' }",
  "let a = b!.c!.d![0]!;",
  "let a = b!\nlet c",
  "let x!: number",
  "let x! : number = y as unknown as T[]",
  "const a = (b as any) + (c satisfies D);",
  "for (const a of b as string[]) {}",
  "a<string>(b); new C<number, string>(); d`x`; const e = f<string>;",
  "const t = tag<string>`x`;",
  "type A<T> = T extends infer U ? U : never;\nlet a = 1",
  "function isA(x: unknown): x is A { return true }\nfunction must(x: unknown): asserts x is A {}",
  "try {} catch (e: unknown) {}",
  "const { a, b: [c] }: { a: 1; b: [2] } = d;",
  "function f({ a, b }: { a: 1; b?: 2 } = {} as any, [c]: number[] = []) {}",
  "let a: `x${string}` = `x${b as string}`;",
  "interface A { a: 1 }\n(b)",
  "type T = {\n  a: 1\n}\n/x/.test(y)",
  "const a = <const T,>(x: T) => x",
  "enum: for (;;) { break enum_ }".replace("enum: ", "e: ").replace("enum_", "e"),
  "const x = { as: 1, satisfies: 2, type: 3, declare: 4, abstract: 5 };\nx.as;",
  "using a = b as Disposable;",
  "const a = b ? (c): d => e : f;",
  "return_ = a as any /* (x) */\n[0].b",
  "const f = (a: string /* ) */):\n  // a comment\n  string => a",
  "const f = (a: () => void):\n  number => 1",
  "class A { a = b as any\n['c'] = 1 }",
  "let a = b as any\r\n(c)",
  "let a = b as any // x\n++c",
  "let a = b as any\r(c)",
  "const f = (a):\rstring => a",
  "const f = async <T>\u2028(x: T) => x",
  "class A { // x\r  readonly a?: string\r  b() {} }",
  "class A { readonly /*/ readonly */ a = 1 }",
  "const f = (a: string) /* ) */ :\n string => a",
  "export const a = 1 as const\nexport const b: number[] = [a]",
  "let f = function <T>(this: T) { return this } as any",
  "if (a as boolean) b; else c as any\n(d)",
  "const f = (a)\n  : string => a",
  "const f = async (a: number) // )\n: Promise<void> => {}",
  "class A implements /* implements */ B {}",
  "class A extends (B) /* implements ) */ implements C, D<E> {}",
  "const a = class implements B {}",
  "const a = b ? (c) : d => e",
];

for (const code of cases) {
  test(`eraseTypes keeps length, lines and meaning of ${JSON.stringify(code)}`, () => {
    const erased = eraseTypes(code);
    const breaks = (text: string) => [...text.matchAll(/[\n\r\u2028\u2029]/g)].map(({ index }) => index);
    expect(breaks(erased)).toEqual(breaks(code));
    expect(erased.length).toBe(code.length);
    const expected = ts.transpileModule(code, {
      compilerOptions: {
        target: ts.ScriptTarget.ESNext,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        useDefineForClassFields: true,
      },
    }).outputText;
    expect(treeOf(erased), erased).toBe(treeOf(expected.replace(/^"use strict";$|^export \{\};$/gm, "")));
  });
}

test("eraseTypes(code) refuses what makes code, at its line and column, and says what to write", () => {
  const refused: [string, number, number, string][] = [
    ["enum A { B }", 1, 1, "Write an object"],
    ["let a = 1;\n  const enum A { B }", 2, 3, "Write an object"],
    ["namespace A { let b = 1 }", 1, 1, "Write an object"],
    ["class A { constructor(private a: string) {} }", 1, 23, "assign it in the constructor"],
    ["class A { constructor(readonly a = 1) {} }", 1, 23, "assign it in the constructor"],
    ["const a = <string>b;", 1, 11, "x as T"],
    ["import a = require('b');", 1, 1, 'import … from "…"'],
    ["export = a;", 1, 1, "export default"],
    ["@a class B {}", 1, 1, "Call the function yourself"],
    ["class B { @a c() {} }", 1, 11, "Call the function yourself"],
  ];
  for (const [code, line, column, hint] of refused) {
    let error: unknown;
    try {
      eraseTypes(code);
    } catch (caught) {
      error = caught;
    }
    expect(error, code).toBeInstanceOf(CairnError);
    const { at, message, hint: said = "" } = error as CairnError;
    expect([at?.line, at?.column], code).toEqual([line, column]);
    expect(`${message} ${said}`, code).toContain(hint);
  }
});
