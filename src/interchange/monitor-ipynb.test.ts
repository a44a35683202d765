import { expect, test } from "vitest";
import { cellOf } from "#session/fixtures/open-session.ts";
import { penguins, useSessions } from "#session/fixtures/use-sessions.ts";
import { printIpynb } from "./print-ipynb.ts";
import { readIpynb } from "./read-ipynb.ts";

const session = useSessions();

test("what a monitor found goes into an .ipynb as words and a table, and comes back exactly", async () => {
  const s = session({
    penguins,
    later: "const later = penguins.rows('test').map(({ sex, ...row }) => row)",
    drift: "yaml monitor\nreference: penguins\ncurrent: later",
  });
  await s.runAll();
  const text = printIpynb(s);
  const printed = JSON.parse(text) as { cells: { outputs?: { data: Record<string, string[]> }[] }[] };
  const data = printed.cells.flatMap(({ outputs = [] }) => outputs).at(-1)!.data;
  expect(data["text/plain"]!.join("")).toContain("sex is missing: later has no such column.");
  expect(data["text/plain"]!.join("")).toMatch(/bill_depth_mm +no drift +K-S p 0\.\d+ > 0\.05/);
  expect(data["text/html"]!.join("")).toContain("<table");
  const { snapshot } = readIpynb(text, "drift.ipynb");
  expect(Object.values(snapshot.cells).at(-1)?.outputs).toEqual(cellOf(s, "drift").outputs);
});
