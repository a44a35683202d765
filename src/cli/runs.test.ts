// `cairn runs`, in a process of its own.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notebookOf } from "#session/fixtures/open-session.ts";
import type { RunRecord } from "#tracking/run-record.ts";
import { cairn, fileOf } from "./fixtures/built-program.ts";

test("cairn runs lists what was recorded, compares two, prints one as it was, and pins it", async () => {
  const text = notebookOf({
    penguins:
      "yaml dataset\nfrom: sample:penguins\nmissing: drop\nsplit: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }",
    width: "yaml control\ntype: slider\nlabel: Width\nmin: 1\nmax: 9\nstep: 1\nvalue: 4",
    classifier: "yaml train\nlayers: [{ dense: $width }]\ndata: penguins\ntarget: species\nepochs: 2",
    report: "yaml evaluate\nmodel: classifier\ndata: penguins",
  });
  const file = fileOf(text);
  expect((await cairn("runs", file)).out).toContain("No run of");
  for (const width of ["4", "8"])
    expect((await cairn("run", file, "--backend", "wasm", "--set", `width=${width}`)).code).toBe(0);
  const { runs } = JSON.parse((await cairn("runs", file, "--json")).out) as { runs: RunRecord[] };
  expect(runs.map(({ number, cell, state }) => `${number} ${cell} ${state}`)).toEqual([
    "1 classifier done",
    "2 report done",
    "3 classifier done",
    "4 report done",
  ]);
  const lines = (await cairn("runs", file)).out.trim().split("\n");
  expect(lines[1]).toMatch(/^ +3 +done +classifier .*layers\.1\.dense 8 .*penguins v1 .*scored by 4$/);
  expect((await cairn("runs", file, "--compare", "1,3")).out).toMatch(/layers\.1\.dense +4 +8/);
  expect((await cairn("runs", file, "--text", "1")).out).toContain("value: 4");
  expect((await cairn("runs", file, "--text", "9")).err).toContain('no run "9"; there are: 1, 2, 3, 4');
  expect((await cairn("runs", file, "--pin", "3")).out).toBe("Run 3 is pinned in report.\n");
  expect(readFileSync(file, "utf8")).toMatch(/pinned: \{ run: 3, accuracy: 0\.\d+/);
  expect((await cairn("check", file)).code).toBe(0);
  // a file that is damaged costs that run alone
  writeFileSync(file.replace(/notebook\.md$/, ".cairn/runs/notebook/00000002.json"), "{");
  expect((await cairn("runs", file)).out.trim().split("\n")).toHaveLength(3);
});

test("two programs that run one notebook at once record it under numbers of their own", async () => {
  const file = fileOf(
    notebookOf({
      penguins: "yaml dataset\nfrom: sample:penguins\nmissing: drop",
      classifier: "yaml train\nlayers: [{ dense: 4 }]\ndata: penguins\ntarget: species\nepochs: 1",
    }),
  );
  const run = () => cairn("run", file, "--fresh", "--backend", "wasm");
  await Promise.all([run(), run()]);
  const { runs } = JSON.parse((await cairn("runs", file, "--json")).out) as { runs: RunRecord[] };
  expect(runs.map(({ number, state }) => `${number} ${state}`)).toEqual(["1 done", "2 done"]);
});
