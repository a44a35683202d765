// SQL cells: tables by the names of cells, results that other cells take, and nothing else within reach.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { cellOf, openSession, textOf, until, workersFolder } from "./fixtures/open-session.ts";
import { useSessions } from "./fixtures/use-sessions.ts";
import type { CodeCellView } from "./session-view.ts";

useSessions();
const sandboxFolder = join(workersFolder, "../site/sandbox");
const block = (info: string, body: string) => `\`\`\`${info}\n${body}\n\`\`\`\n`;
const head = "---\ncairn: 1\nseed: 1\n---\n\n";
const penguins = block("yaml dataset penguins", "from: sample:penguins");
const rowsOf = (cell: CodeCellView) => {
  const table = cell.outputs.find((output) => output.type === "table");
  return table && { columns: table.columns.map(({ name }) => name), rows: table.rows };
};

async function ran(...blocks: string[]) {
  const s = openSession(head + blocks.join("\n"));
  await s.wake();
  await s.runAll();
  return s;
}

test("a query reads datasets and lists by the names of cells, and code reads its rows", async () => {
  const s = await ran(
    penguins,
    block("ts regions", "const regions = [{ isle: 'Torgersen', far: true }, { isle: 'Biscoe', far: false }]"),
    block("ts least", "const least = 4000"),
    block(
      "sql heavy",
      "select isle, far, count(*) as n, round(avg(body_mass_g)) as mass\nfrom penguins join regions on island = isle\nwhere body_mass_g > $least group by all order by n desc",
    ),
    block("ts check", "heavy.rows().map((row) => `${row.isle} ${row.far} ${row.n}`).join('; ')"),
    block(
      "ts again",
      "penguins.rows().filter((row) => row.island === 'Biscoe' && row.body_mass_g > least).length",
    ),
  );
  expect(cellOf(s, "heavy").error).toBeUndefined();
  expect(rowsOf(cellOf(s, "heavy"))?.columns).toEqual(["isle", "far", "n", "mass"]);
  const biscoe = Number(textOf(s, "again"));
  expect(biscoe).toBeGreaterThan(10);
  expect(textOf(s, "check")).toContain(`Biscoe false ${biscoe};`);
  await s.close();
});

test("a value of each type becomes a number or words, and no value stays none", async () => {
  const s = await ran(
    block(
      "sql all_types",
      "select 9007199254740993::bigint as big, 1.25::decimal(6,2) as dec, sum(x) as huge, date '2020-01-02' as day, timestamp '2020-01-02 03:04:05' as at, true as yes, [1, 2] as list, {'a': 1} as struct, null as none, 1 as a, 2 as a, 'é\u{1F427}' as word from range(10) t(x)",
    ),
  );
  expect(cellOf(s, "all_types").error).toBeUndefined();
  const { columns, rows } = rowsOf(cellOf(s, "all_types"))!;
  expect(Object.fromEntries(columns.map((name, at) => [name, rows[0]![at]]))).toEqual({
    big: 9007199254740992,
    dec: 1.25,
    huge: 45,
    day: "2020-01-02",
    at: "2020-01-02 03:04:05",
    yes: "true",
    list: "[1,2]",
    struct: '{"a":1}',
    none: null,
    a: 1,
    a_2: 2,
    word: "é\u{1F427}",
  });
  await s.close();
});

test("missing numbers and words are NULL, and come back as missing", async () => {
  const s = await ran(
    block("ts list", "const list = [{ n: 1, w: 'x' }, { n: null, w: null }, { n: 3, w: 'z' }]"),
    block("sql q", "select count(n) as n, count(w) as w, count(*) as rows from list"),
    block("sql same", "select * from list where n is null"),
  );
  expect(rowsOf(cellOf(s, "q"))?.rows).toEqual([[2, 2, 3]]);
  expect(rowsOf(cellOf(s, "same"))?.rows).toEqual([[null, null]]);
  await s.close();
});

test("a result without rows is a table without rows", async () => {
  const s = await ran(penguins, block("sql none", "select island from penguins where false"));
  expect(rowsOf(cellOf(s, "none"))).toEqual({ columns: ["island"], rows: [] });
  await s.close();
});

test("an error stands at its place in the query, behind a scalar too", async () => {
  const s = await ran(
    penguins,
    block("ts least", "const least = 4000.123456"),
    block("sql broken", "select island\nfrom penguins where $least < 1 or foo = 2"),
    block("sql unknown", "select *\nfrom pengins"),
    block("sql scalar", "select $penguins"),
    block("sql number", "select * from least"),
    block(
      "sql long",
      `select ${"island || '--' || ".repeat(20)}foo, ${"island, ".repeat(20)}1 from penguins`,
    ),
  );
  expect(cellOf(s, "broken").error).toMatchObject({ line: 2, column: 35 });
  expect(cellOf(s, "broken").error?.message).toContain('Referenced column "foo" not found');
  expect(cellOf(s, "unknown").problems[0]).toMatchObject({
    message: 'sql: no cell defines "pengins"',
    at: { line: 2, column: 6 },
    hint: "Did you mean penguins?",
  });
  expect(cellOf(s, "broken").error?.hint).toContain("There is:");
  expect(cellOf(s, "long").error).toMatchObject({ line: 1, column: 8 + "island || '--' || ".length * 20 });
  expect(cellOf(s, "number").error).toMatchObject({
    message: 'sql: "least" must be a dataset or a list of rows',
    line: 1,
    column: 15,
  });
  expect(cellOf(s, "scalar").error?.message).toContain("$penguins must be a number");
  await s.close();
});

const outside = [
  "select * from read_csv('/etc/passwd')",
  "select * from '/etc/passwd'",
  "select * from read_text('/etc/passwd')",
  "select * from glob('/*')",
  "select * from 'https://example.com/a.csv'",
  "select * from read_parquet('a.parquet')",
  "select json_extract('{}', 'a')",
];

test("a query has no files, no network, no extensions", async () => {
  const s = await ran(
    penguins,
    ...outside.map((query, at) => block(`sql outside${at}`, query)),
    block("sql inside", "select count(*) > 300 as is_there from penguins"),
  );
  for (const at of outside.keys()) {
    expect(cellOf(s, `outside${at}`).error?.code, outside[at]).toBe("sql");
    expect(cellOf(s, `outside${at}`).error?.hint, outside[at]).toBeTruthy();
  }
  expect(rowsOf(cellOf(s, "inside"))?.rows).toEqual([["true"]]);
  await s.close();
});

test("a result that is too large is refused with what to do", async () => {
  const s = await ran(block("sql large", "select range as x, 1 as y from range(10000001)"));
  expect(cellOf(s, "large").error).toMatchObject({
    code: "sql",
    hint: expect.stringContaining("LIMIT") as string,
  });
  await s.close();
});

test("random() is the cell's own stream: the same again, another in another cell", async () => {
  const texts = [block("sql one", "select random() as x"), block("sql two", "select random() as x")];
  const [first, second] = [await ran(...texts), await ran(...texts)];
  expect(rowsOf(cellOf(first, "one"))).toEqual(rowsOf(cellOf(second, "one")));
  expect(rowsOf(cellOf(first, "one"))).not.toEqual(rowsOf(cellOf(first, "two")));
  await Promise.all([first.close(), second.close()]);
});

test("a query that does not end is stopped within a second each time, and the next one runs", async () => {
  const s = openSession(
    head +
      [
        block("sql endless", "select count(*) from range(100000000000)"),
        block("sql short", "select 42 as x"),
      ].join("\n"),
  );
  await s.wake();
  for (let round = 0; round < 5; round++) {
    // DuckDB was ended with the engine: this starts it again
    s.setBody(cellOf(s, "short").id, `select ${round} as x`);
    await s.run([cellOf(s, "short").id]);
    expect(rowsOf(cellOf(s, "short"))?.rows).toEqual([[round]]);
    const running = s.run([cellOf(s, "endless").id]);
    await until(s, () => cellOf(s, "endless").status === "running");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const askedMs = performance.now();
    await s.stop();
    expect(performance.now() - askedMs).toBeLessThan(1000);
    await running;
    expect(cellOf(s, "endless").status).toBe("stopped");
  }
  await s.close();
}, 120_000);

test("a query that is stopped while DuckDB is loaded does not begin afterwards", async () => {
  let load: () => void = () => undefined;
  let isAsked = false;
  const loaded = new Promise<void>((resolve) => (load = resolve));
  const cells = [
    block("sql endless", "select count(*) from range(100000000000)"),
    block("sql short", "select 42 as x"),
  ];
  const s = openSession(head + cells.join("\n"), {
    services: {
      async asset(name) {
        isAsked = true;
        await loaded;
        return readFile(`${sandboxFolder}/${name}`);
      },
    },
  });
  await s.wake();
  const running = s.run([cellOf(s, "endless").id]);
  await vi.waitFor(() => expect(isAsked).toBe(true), 10_000);
  await s.stop();
  await running;
  load();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await s.run([cellOf(s, "short").id]);
  expect(rowsOf(cellOf(s, "short"))?.rows).toEqual([[42]]);
  await s.close();
}, 30_000);
