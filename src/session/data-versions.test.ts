import { expect, test } from "vitest";
import type { Output } from "#cell-api/outputs.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import { cellOf } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";
import { KeptTables, type KeyedStore, memoryStore } from "./kept-tables.ts";
import type { Session } from "./session.ts";

const session = useSessions();
const bytes = (text: string) => new TextEncoder().encode(text);
const first = "id,mass\na,1\nb,2\nc,3\n";
const second = "id,mass\na,1\nb,5\nd,4\n";

/** A notebook that reads ./birds.csv, which is what `text` says of now. */
function birds(
  body: string,
  tables: KeyedStore,
  text: string | undefined,
  reader = "birds.rows().length",
): Session {
  return session(
    { birds: `yaml dataset\nfrom: ./birds.csv${body}`, reader },
    {
      services: {
        tables,
        file: () => Promise.resolve(text === undefined ? undefined : bytes(text)),
      },
    },
  );
}

const shown = (s: Session) => cellOf(s, "birds").outputs[0] as Extract<Output, { type: "dataset" }>;
const masses = async (s: Session) => {
  await s.run([id(s, "birds")]);
  const data = s.state(id(s, "birds")).result!.copies.get("birds") as unknown as {
    data: { columns: { values: Float64Array }[] };
  };
  return [...data.data.columns[1].values];
};

test("other bytes under the same name are a new version, and the cell says what changed", async () => {
  const tables = memoryStore();
  const before = birds("", tables, first);
  await before.runAll();
  expect(shown(before).change).toBeUndefined();
  const after = birds("", tables, second);
  await after.runAll();
  const { change, holds, profile } = shown(after);
  expect(holds).toBe("after");
  expect(change).toMatchObject({
    from: hashBytes(bytes(first)),
    to: profile.version,
    rowCounts: [3, 3],
    rows: { added: 1, removed: 1, changed: 1, matchedBy: "id" },
    columns: { added: [], removed: [], retyped: [] },
  });
  expect(change!.distributions.map(({ name }) => name)).toEqual(["mass"]);
  const third = birds("", tables, second);
  await third.runAll();
  expect(shown(third).change).toBeUndefined();
});

test("a pinned version is kept: its rows are the value although the file has changed, or is gone", async () => {
  const tables = memoryStore();
  await birds("", tables, first).runAll();
  const pin = `\nversion: ${hashBytes(bytes(first))}`;
  const changed = birds(pin, tables, second);
  expect(await masses(changed)).toEqual([1, 2, 3]);
  expect(shown(changed)).toMatchObject({ holds: "before", change: { rows: { changed: 1 } } });
  const gone = birds(pin, tables, undefined);
  expect(await masses(gone)).toEqual([1, 2, 3]);
  expect(shown(gone).profile.warnings).toEqual([
    "./birds.csv is gone: these are the rows of the pinned version, as they were kept.",
  ]);
});

test("a pinned version that is not kept here is an error that offers the new rows; taking them mends it", async () => {
  const s = birds(`\nversion: ${hashBytes(bytes(first))}`, memoryStore(), second);
  await s.runAll();
  const { error } = cellOf(s, "birds");
  expect(error).toMatchObject({
    message: `dataset "./birds.csv" is another version than the one pinned: got ${hashBytes(bytes(second))}, pinned ${hashBytes(bytes(first))}`,
    hint: "The pinned rows are not kept here. Take the new ones, or bring back the file that was pinned.",
    line: 2,
  });
  s.applyMend(id(s, "birds"), error!.mends[0].id);
  expect(cellOf(s, "birds").body).toBe(`from: ./birds.csv\nversion: ${hashBytes(bytes(second))}`);
  await s.runAll();
  expect(cellOf(s, "birds").status).toBe("done");
});

test("a kept version whose bytes no longer match is said to be damaged, and never used", async () => {
  const tables = memoryStore();
  await birds("", tables, first).runAll();
  const name = hashBytes(bytes(first)).replace(":", "-");
  const table = (await tables.get(name)) as { columns: { values: Float64Array }[] };
  table.columns[1].values[0] = 9;
  await tables.put(name, table);
  const s = birds(`\nversion: ${hashBytes(bytes(first))}`, tables, second);
  await s.runAll();
  expect(cellOf(s, "birds").error?.hint).toContain("kept here, but damaged");
  const gone = birds(`\nversion: ${hashBytes(bytes(first))}`, tables, undefined);
  await gone.runAll();
  expect(cellOf(gone, "birds").error?.message).toContain("are damaged");
  // without a pin the damage costs the comparison alone
  const unpinned = birds("", tables, second);
  await unpinned.runAll();
  expect(cellOf(unpinned, "birds").status).toBe("done");
  expect(shown(unpinned).change).toBeUndefined();
});

test("a full store costs the version that would have been kept, and says so", async () => {
  const full = { ...memoryStore(), put: () => Promise.reject(new Error("the disk is full")) };
  const s = birds("", full, first);
  await s.runAll();
  expect(cellOf(s, "reader").status).toBe("done");
  expect(shown(s).profile.warnings).toEqual(["This version could not be kept: the disk is full"]);
});

test("of more than 20 versions the oldest goes that no cell read last", async () => {
  const store = memoryStore();
  const kept = new KeptTables(store);
  const version = (n: number) => `sha256:${n}` as never;
  await kept.keep("other", { version: version(0), columns: [], rowCount: 0 });
  for (let n = 1; n <= 22; n++) await kept.keep("birds", { version: version(n), columns: [], rowCount: 0 });
  const there = await Promise.all(
    [0, 1, 2, 3, 4, 22].map(async (n) => (await kept.get(version(n))) !== undefined),
  );
  expect(there).toEqual([true, false, false, false, true, true]);
  expect(await kept.last("birds")).toBe(version(22));
});
