// What `cairn run` keeps in .cairn/ beside a notebook, and when it takes it.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parseLock } from "#document/sidecars.ts";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf } from "./fixtures/built-program.ts";
import type { RunDocument } from "./run.ts";

const statusesOf = (out: string) =>
  (JSON.parse(out) as RunDocument).cells.map(({ name, status }) => `${name}:${status}`).join(" ");
const run = async (file: string, ...flags: string[]) => {
  const { out, err } = await cairn("run", file, "--json", ...flags);
  return { statuses: statusesOf(out), err };
};

test("a second run takes what the first one computed, unless it is asked to compute anew or its data has changed", async () => {
  const file = fileOf(
    notebookOf({
      birds: "yaml dataset\nfrom: ./birds.csv",
      shift: "yaml control\ntype: number\nvalue: 1",
      drift: "yaml monitor\nreference: birds\ncurrent: birds",
    }),
  );
  const data = join(dirname(file), "birds.csv");
  writeFileSync(data, "id,mass\na,1\nb,2\nc,4\n");
  expect((await run(file)).statuses).toBe("birds:done shift:done drift:done");
  expect((await run(file)).statuses).toBe("birds:cached shift:cached drift:cached");
  expect((await run(file, "--fresh")).statuses).toBe("birds:done shift:done drift:done");

  writeFileSync(data, "id,mass\na,1\nb,2\nc,5\n");
  expect((await run(file)).statuses).toBe("birds:done shift:cached drift:done");

  const objects = join(dirname(file), ".cairn/objects");
  for (const folder of readdirSync(objects))
    for (const name of readdirSync(join(objects, folder)))
      writeFileSync(join(objects, folder, name), "damaged");
  const mended = await run(file);
  expect(mended.statuses).toBe("birds:done shift:done drift:done");
  expect(mended.err).toMatch(/a kept result \([0-9a-f]{7}\) was damaged, and is computed anew/);
  expect((await run(file)).statuses).toBe("birds:cached shift:cached drift:cached");
});

test("what lies in an outputs file, was computed for another notebook or came in a folder from elsewhere, is never a reason not to run", async () => {
  const text = notebookOf({ penguins: "yaml dataset\nfrom: sample:penguins" });
  const one = fileOf(text, "one.md");
  expect((await run(one, "--save")).statuses).toBe("penguins:done");
  const two = join(dirname(one), "two.md");
  copyFileSync(one, two);
  copyFileSync(one.replace(".md", ".outputs.json"), two.replace(".md", ".outputs.json"));
  expect((await run(two)).statuses).toBe("penguins:done");
  expect((await run(two)).statuses).toBe("penguins:cached");
  const copy = mkdtempSync(join(tmpdir(), "cairn-"));
  cpSync(dirname(two), copy, { recursive: true });
  expect(readdirSync(join(copy, ".cairn/results/two"))).toHaveLength(1);
  expect((await run(join(copy, "two.md"))).statuses).toBe("penguins:done");
});

test("cairn run --lock writes the data and what was reached, and not with another seed, nor of a run that failed", async () => {
  const file = fileOf(
    notebookOf({
      penguins: "yaml dataset\nfrom: sample:penguins",
      bad: "if (penguins) throw new Error('no')",
    }),
  );
  const lockFile = file.replace(".md", ".lock.json");
  const failed = await cairn("run", file, "--lock");
  expect(failed.code).toBe(1);
  expect(failed.err).toContain("No lock was written");
  expect(existsSync(lockFile)).toBe(false);
  const refused = await cairn("run", file, "--lock", "--seed", "7");
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("--lock writes what the notebook gives as it stands: not with --seed");

  writeFileSync(file, notebookOf({ penguins: "yaml dataset\nfrom: sample:penguins" }));
  expect((await cairn("run", file, "--lock")).code).toBe(0);
  const lock = parseLock(readFileSync(lockFile, "utf8"));
  expect(lock.datasets["penguins"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  writeFileSync(lockFile, '{ "version": 9 }');
  const newer = await cairn("run", file, "--lock");
  expect(newer.code).toBe(1);
  expect(newer.err).toContain("It was written by a newer Cairn");
});
