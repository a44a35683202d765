// Versions of a file beside a notebook, as the command line keeps them.
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf } from "./fixtures/built-program.ts";

test("cairn run says what changed in a file since the last run, and runs on the pinned rows", async () => {
  const cells = { birds: "yaml dataset\nfrom: ./birds.csv", total: "birds.column('mass').join()" };
  const file = fileOf(notebookOf(cells));
  const data = join(dirname(file), "birds.csv");
  writeFileSync(data, "id,mass\na,1\nb,2\n");
  expect((await cairn("run", file)).err).not.toContain("since");
  const [kept] = readdirSync(join(dirname(file), ".cairn/tables/notebook")).filter((name) =>
    name.startsWith("sha256-"),
  );
  writeFileSync(data, "id,mass\na,1\nb,5\nc,3\n");
  expect((await cairn("run", file)).err).toMatch(
    /since [0-9a-f]{7}: 1 row added, 1 changed \(told apart by id\)/,
  );

  const pinned = {
    ...cells,
    birds: `${cells.birds}\nversion: ${kept!.replace("sha256-", "sha256:").replace(".bin", "")}`,
  };
  writeFileSync(file, notebookOf(pinned));
  const { code, out, err } = await cairn("run", file, "--json");
  expect(code).toBe(0);
  expect(err).toContain("./birds.csv has changed since the pinned version: 1 row added, 1 changed");
  expect(JSON.parse(out)).toMatchObject({ cells: [{ name: "birds" }, { name: "total" }] });
});
