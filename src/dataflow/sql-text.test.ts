import { expect, test } from "vitest";
import { fillScalars, placeAt, readSql, sqlLiteral } from "./sql-text.ts";

const tables = (text: string) => readSql(text).tables.map(({ name }) => name);
const problem = (text: string) => readSql(text).problems[0]?.message;

test.each([
  ["select * from a", ["a"]],
  ["FROM a SELECT x", ["a"]],
  ["select x, y from a as t, b u where x in (1, 2)", ["a", "b"]],
  ["select * from a join b on f(a.x, 1) = b.x left join c using (x, y)", ["a", "b", "c"]],
  ["select * from (select x, y from a) t, (b join c using (k))", ["a", "b", "c"]],
  ["with t as (select * from a), u (x) as materialized (select 1) select * from t, u", ["a", "t", "u"]],
  ["select * from range(10) r, lateral (select r.range) z", []],
  ["select (select max(x) from b) from a order by x, y", ["b", "a"]],
  ["select extract(year from d), trim(both from t) from a where x is distinct from y", ["a"]],
  ["select 'from b', \"from\" from a -- from c\n/* from d */", ["a"]],
  ['select * from "a"', ["a"]],
  ["select * from information_schema.tables", []],
  ["summarize a", ["a"]],
  ["select x from a union all select x from b", ["a", "b"]],
  ["select $$from b$$ from a", ["a"]],
  ["select * from a where x > $least group by y", ["a"]],
])("%s reads its tables", (text, expected) => {
  expect(tables(text)).toEqual(expected);
});

test("what WITH names is a query's own", () => {
  const text =
    "with recursive t (n) as (select 1 union all select n + 1 from t), u as (select 1) select * from t, u";
  expect(readSql(text).ownTables).toEqual(["t", "u"]);
});

test("a scalar is a name after a dollar, wherever no string is", () => {
  expect(readSql("select $a, '$b', $1, $$ $c $$ from t -- $d").scalars).toEqual([{ name: "a", start: 7 }]);
});

test("the values of scalars are put in, and places in the query are found again", () => {
  const text = "select x from t\nwhere a > $least and b = $name or foo";
  const { text: filled, offsetBefore } = fillScalars(
    text,
    new Map([
      ["least", "(4000)"],
      ["name", "'it''s'"],
    ]),
  );
  expect(filled).toBe("select x from t\nwhere a > (4000) and b = 'it''s' or foo");
  expect(placeAt(text, offsetBefore(filled.indexOf("foo")))).toEqual({ line: 2, column: 35 });
  expect(placeAt(text, offsetBefore(filled.indexOf("b =")))).toEqual({ line: 2, column: 22 });
  expect(offsetBefore(filled.indexOf("where"))).toBe(16);
});

test.each([
  [7, "(7)"],
  [-0.5, "(-0.5)"],
  ["it's", "'it''s'"],
  [null, "NULL"],
  [true, "true"],
  [{}, undefined],
  [NaN, undefined],
])("%s as a literal", (value, literal) => {
  expect(sqlLiteral(value)).toBe(literal);
});

test("a cell is one query that gives rows", () => {
  expect(problem("create table t as select 1")).toBe("sql: a cell is a query that gives rows, got CREATE");
  expect(problem("select 1; select 2")).toBe("sql: a cell is one query, and here a second one begins");
  expect(problem("-- nothing\n")).toBe("sql: there is no query");
  for (const fine of [
    "select 1;",
    "(select 1) union (select 2); -- done",
    "values (1)",
    "from a",
    "with t as (from a) from t",
  ])
    expect(problem(fine)).toBeUndefined();
});
