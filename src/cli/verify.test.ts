// Whether what was published is reproduced, by a notebook of one's own, a link and a file.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf } from "./fixtures/built-program.ts";

const NOTEBOOK = notebookOf({
  birds: "yaml dataset\nfrom: ./birds.csv\nsplit: { by: hash, train: 0.6, validation: 0.2, test: 0.2 }",
  classifier: "yaml train\nlayers: [{ dense: 4 }]\ndata: birds\ntarget: species\nepochs: 3",
  report: "yaml evaluate\nmodel: classifier\ndata: birds",
});

/** Two species that differ in both columns. */
function birds(count: number): string {
  const rows = Array.from({ length: count }, (_, row) => {
    const isAuk = row % 2;
    return `${isAuk ? "auk" : "tern"},${30 + ((row * 7) % 11) + 9 * isAuk},${12 + ((row * 5) % 7)}`;
  });
  return `species,bill,depth\n${rows.join("\n")}\n`;
}

let file: string;
let data: string;

beforeAll(async () => {
  file = fileOf(NOTEBOOK);
  data = join(dirname(file), "birds.csv");
  writeFileSync(data, birds(120));
  const { code, err } = await cairn("run", file, "--lock", "--save", "--backend", "wasm");
  expect(code, err).toBe(0);
});

test("without a lock there is nothing to hold a run against, and the command that writes one is named", async () => {
  const other = fileOf(NOTEBOOK);
  const { code, err } = await cairn("verify", other);
  expect(code).toBe(2);
  expect(err).toContain(`"cairn run ${other} --lock" writes what a run gives`);
  expect((await cairn("share", other)).err).toContain("so readers would have nothing to reproduce");
});

test("what Node published is reproduced by Node and, from a link and a file, by Chromium, to 12 digits", async () => {
  const own = await cairn("verify", file);
  expect(own.out).toMatch(/Reproduced: 4 of 4 results match\.\n$/);
  expect(own.code).toBe(0);
  const link = (await cairn("share", file)).out.trim();
  expect(link).toMatch(/^http:\/\/localhost:4173\/#\/link\/1\/[\w-]+$/);
  const opened = await cairn("verify", link, "--json");
  expect(opened.code, opened.err).toBe(0);
  // Parted is also where values differ: none does, so weights and answers are equal to the last bit.
  expect(JSON.parse(opened.out)).toMatchObject({ verdict: "reproduced" });
  expect(JSON.parse(opened.out)).not.toHaveProperty("parted");
  const bundle = join(dirname(file), "birds.cairn");
  expect((await cairn("share", file, "--out", bundle)).code).toBe(0);
  expect((await cairn("verify", bundle)).out).toMatch(/Reproduced: 4 of 4 results match\.\n$/);
});

test("other data are named as where the run parted, and the exit code is 1", async () => {
  writeFileSync(data, birds(110));
  const { code, out } = await cairn("verify", file);
  writeFileSync(data, birds(120));
  expect(code).toBe(1);
  expect(out).toMatch(/The first cell that parted is birds\.\n$/);
});

test("a link that was cut, and an address that is no link, are refused with what is wrong", async () => {
  const link = (await cairn("share", file)).out.trim();
  expect((await cairn("verify", link.slice(0, -40))).err).toContain("this link was cut");
  expect((await cairn("verify", "https://example.org/")).err).toContain("is no link to a notebook");
});

test("a file outside the notebook's folder is not sent along", async () => {
  const other = fileOf(notebookOf({ secret: "yaml dataset\nfrom: ./../secret.csv" }));
  writeFileSync(join(dirname(other), "notebook.lock.json"), readFileSync(file.replace(/md$/, "lock.json")));
  const { code, out, err } = await cairn("share", other);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("../secret.csv, which lies outside its folder: put it beside the notebook");
});
