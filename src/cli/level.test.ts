// Where the command line says that a notebook stands.
import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf, notebook } from "./fixtures/built-program.ts";

interface Level {
  level: number;
  criteria: { id: string; isMet: boolean; how?: string }[];
}

const levelOf = async (file: string): Promise<Level> =>
  JSON.parse((await cairn("level", file, "--json")).out) as Level;

test("a notebook that was run, locked and verified says so, and a clone without .cairn says it as recorded", async () => {
  const file = fileOf(
    notebookOf({
      penguins:
        "yaml dataset\nfrom: sample:penguins\nmissing: drop\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
      classifier: "yaml train\nlayers: [{ dense: 2 }]\ndata: penguins\ntarget: species\nepochs: 2",
      report: "yaml evaluate\nmodel: classifier\ndata: penguins",
    }),
  );
  expect((await levelOf(file)).level).toBe(-1);
  const below = await cairn("level", file, "--min", "0");
  expect(below.code).toBe(1);
  expect(below.out).toContain("Not yet at level 0");

  expect((await cairn("run", file, "--lock", "--backend", "wasm")).code).toBe(0);
  const locked = await levelOf(file);
  expect(locked.level).toBe(0);
  expect(locked.criteria.filter(({ isMet }) => isMet).map(({ id }) => id)).toEqual([
    "0.1",
    "0.2",
    "1.2",
    "1.3",
  ]);
  expect((await cairn("verify", file)).code).toBe(0);

  const clone = join(dirname(file), "clone");
  mkdirSync(clone);
  for (const name of ["notebook.md", "notebook.lock.json"])
    cpSync(join(dirname(file), name), join(clone, name));
  const cloned = await levelOf(join(clone, "notebook.md"));
  expect(cloned.criteria.filter(({ how }) => how === "as recorded").map(({ id }) => id)).toEqual([
    "0.1",
    "0.2",
    "1.4",
  ]);
});

test("--min takes a level, and says when it is none", async () => {
  const { code, err } = await cairn("level", fileOf(notebookOf({ a: "ts\n1" })), "--min", "five");
  expect(code).toBe(2);
  expect(err).toContain('--min takes a level from 0 to 4, got "five"');
});

test("notebook 4 stands at level 1, as its files say, and is reproduced from its lock", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cairn-"));
  for (const name of ["04-data-has-versions.md", "04-data-has-versions.lock.json"])
    cpSync(notebook(name), join(folder, name));
  const file = join(folder, "04-data-has-versions.md");
  expect((await cairn("level", file, "--min", "1")).code).toBe(0);
  const { code, out } = await cairn("verify", file);
  expect(code, out).toBe(0);
});
