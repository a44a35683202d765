// A generator of JavaScript programs that shadow, destructure, close over and assign names: for tests only.
import fc from "fast-check";

const name = fc.constantFrom("a", "b", "c", "d", "e", "f", "_g");

const { statement, expression } = fc.letrec<Record<string, string>>((tie) => {
  const expr = tie("expression");
  const stmt = tie("statement");
  const pattern = tie("pattern");
  const block = fc.array(stmt, { maxLength: 3 }).map((list) => list.join(" "));
  const params = fc.array(pattern, { maxLength: 2 }).map((list) => list.join(", "));
  return {
    pattern: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      name,
      name,
      fc.tuple(pattern, expr).map(([p, e]) => `[${p} = ${e}]`),
      fc.tuple(name, pattern).map(([n, p]) => `{ ${n}: ${p} }`),
      fc.tuple(expr, pattern).map(([e, p]) => `{ [${e}]: ${p} }`),
      fc.tuple(name, expr).map(([n, e]) => `{ ${n} = ${e} }`),
      name.map((n) => `[, ...${n}]`),
      name.map((n) => `{ ...${n} }`),
    ),
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      name,
      name,
      fc
        .constantFrom("1", "arguments", "this", "new.target", "import.meta", "`x`")
        .map((e) => (e === "new.target" ? "2" : e)),
      fc.tuple(name, fc.constantFrom("=", "+=", "??="), expr).map(([n, o, e]) => `(${n} ${o} ${e})`),
      fc
        .tuple(pattern, expr)
        .map(([p, e]) => `(${p.startsWith("{") || p.startsWith("[") ? `${p} = ${e}` : `${p}++`})`),
      fc.tuple(expr, name).map(([e, n]) => `(${e}).${n}`),
      fc.tuple(expr, expr).map(([a, b]) => `(${a})[${b}]`),
      fc.tuple(name, expr).map(([n, e]) => `({ ${n}, ${n}: ${e}, [${n}]: 1, m(${n}) { return ${n} } })`),
      fc.tuple(params, expr).map(([p, e]) => `((${p}) => ${e})`),
      fc.tuple(params, block).map(([p, b]) => `((${p}) => { ${b} })`),
      fc.tuple(name, params, block).map(([n, p, b]) => `(function ${n}(${p}) { ${b} })`),
      fc
        .tuple(name, expr, expr, block)
        .map(
          ([n, s, e, b]) =>
            `(class ${n} extends (${s}) { [${n}] = ${e}; static { ${b} } ${n}() { ${b} } #p = ${n}; })`,
        ),
      fc.tuple(expr, expr).map(([a, b]) => `(${a}, ${b})`),
    ),
    statement: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      expr.map((e) => `(${e});`),
      fc.tuple(fc.constantFrom("let", "const", "var"), pattern, expr).map(([k, p, e]) => `${k} ${p} = ${e};`),
      fc.tuple(name, params, block).map(([n, p, b]) => `function ${n}(${p}) { ${b} }`),
      fc.tuple(name, expr).map(([n, e]) => `class ${n} { static ${n} = ${e}; get ${n}() { return ${n} } }`),
      block.map((b) => `{ ${b} }`),
      fc.tuple(expr, block, block).map(([e, a, b]) => `if (${e}) { ${a} } else { ${b} }`),
      fc
        .tuple(fc.constantFrom("let", "const", "var"), name, expr, block)
        .map(([k, n, e, b]) => `for (${k} ${n} of ${e}) { ${b} }`),
      fc.tuple(name, expr, block).map(([n, e, b]) => `for (${n} in ${e}) { ${b} }`),
      fc.tuple(name, expr, block).map(([n, e, b]) => `for (let ${n} = 0; ${n} < ${e}; ${n}++) { ${b} }`),
      fc.tuple(pattern, block, block).map(([p, a, b]) => `try { ${a} } catch (${p}) { ${b} }`),
      fc.tuple(expr, expr, block).map(([e, t, b]) => `switch (${e}) { case ${t}: ${b} }`),
      fc.tuple(name, block).map(([n, b]) => `${n}: { ${b} break ${n}; }`),
    ),
  };
});

export const randomPrograms: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: statement! },
      { weight: 1, arbitrary: expression!.map((e) => `(${e});`) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.join("\n"));
