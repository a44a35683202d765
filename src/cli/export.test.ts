// `cairn export`, in a process of its own: what it refuses, and what goes with a query.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cairn, fileOf, runProgram } from "./fixtures/built-program.ts";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { pipelineCells, pipelineNotebook } from "./fixtures/pipeline-notebook.ts";

const nothingIn = (notebook: string) => readdirSync(dirname(notebook)).filter((name) => name !== "birds.md");

test("a pipeline that names a cell that is gone is refused at its place, and nothing is written", async () => {
  const cells = { ...pipelineCells, nightly: "yaml pipeline\ncells:\n  - heavy\n  - raport" };
  const notebook = pipelineNotebook(cells);
  const { code, err } = await cairn("export", notebook);
  const text = readFileSync(notebook, "utf8").split("\n");
  const line = text.findIndex((each) => each.includes("raport")) + 1;
  expect(code).toBe(1);
  expect(err).toBe(
    `cairn: birds.md:${line}:5: nightly: pipeline: there is no cell "raport"\n  Did you mean report?\n`,
  );
  expect(nothingIn(notebook)).toEqual([]);
});

test("a folder that has other things, or cannot be one, is left as it is, with what to do", async () => {
  const notebook = pipelineNotebook();
  const folder = dirname(notebook);
  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "mine.txt"), "mine");
  const refused = await cairn("export", notebook, "--out", other);
  expect(refused.code).toBe(1);
  expect(refused.err).toBe(
    `cairn: export: ${other} must be empty or not there yet, got mine.txt\n  Name another folder with --out, or replace the project's files in this one with --force.\n`,
  );
  expect(readdirSync(other)).toEqual(["mine.txt"]);

  const file = join(other, "mine.txt");
  const below = await cairn("export", notebook, "--out", join(file, "project"));
  expect(below.code).toBe(1);
  expect(below.err).toContain("--out must be a folder, got");
  expect(readFileSync(file, "utf8")).toBe("mine");

  const forced = await cairn("export", notebook, "--out", other, "--force");
  expect(forced.code).toBe(0);
  expect(forced.err).toContain("No number is locked for WebAssembly");
  expect(readFileSync(file, "utf8")).toBe("mine");
  expect(existsSync(join(other, "cairn.mjs"))).toBe(true);
  expect(readFileSync(join(other, "test/pipeline.test.mjs"), "utf8")).not.toContain("LOCK");
});

test("a file that is missing, an unknown target and an unknown pipeline are said before anything is written", async () => {
  const missing = pipelineNotebook({
    birds: "yaml dataset\nfrom: ./birds.csv",
    all: "yaml pipeline\ncells: [birds]",
  });
  const [gone, target, pipeline] = await Promise.all([
    cairn("export", missing),
    cairn("export", missing, "--to", "node,jenkins"),
    cairn("export", missing, "--pipeline", "al"),
  ]);
  expect(gone.err).toContain('birds reads "birds.csv", and there is no such file beside the notebook');
  expect(target.code).toBe(2);
  expect(target.err).toContain('--to must be some of node, github-actions, airflow, got "jenkins"');
  expect(pipeline.err).toContain("Did you mean all?");
  expect(nothingIn(missing)).toEqual([]);
});

test("a step whose worker is lost is tried again as often as the pipeline says, and ends with 75", async () => {
  const notebook = pipelineNotebook({
    ends: "const ends = 1; process.exit(3)",
    nightly: "yaml pipeline\ncells: [ends]\nretries: 1",
  });
  const project = notebook.replace(".md", "-pipeline");
  expect((await cairn("export", notebook)).code).toBe(0);
  const { code, err } = await runProgram(join(project, "cairn.mjs"), [
    "run",
    "--workdir",
    join(project, "work"),
  ]);
  expect(code).toBe(75);
  expect(err).toContain("ends: try 2 of 2");
  expect(existsSync(join(project, "work/.steps/ends.json"))).toBe(false);
});

test("a notebook without a pipeline cell goes out with all its models, reports and queries; a query takes DuckDB along", async () => {
  const notebook = pipelineNotebook({
    birds: "yaml dataset\nfrom: ./data/birds.csv",
    counts: "yaml monitor\nreference: birds\ncurrent: heavy",
  });
  const text = readFileSync(notebook, "utf8");
  writeFileSync(notebook, `${text}\n\`\`\`sql heavy\nSELECT * FROM birds WHERE mass > 1\n\`\`\`\n`);
  mkdirSync(join(dirname(notebook), "data"));
  writeFileSync(join(dirname(notebook), "data/birds.csv"), "id,mass\na,1\nb,2\nc,4\n");
  const { code, err } = await cairn("export", notebook);
  expect(code).toBe(0);
  expect(err).toContain("has no pipeline cell");
  const project = notebook.replace(".md", "-pipeline");
  expect(readdirSync(join(project, "engine")).sort()).toEqual(["duckdb-eh.wasm", "duckdb.cjs"]);
  const { out } = await runProgram(join(project, "cairn.mjs"), [
    "run",
    "--workdir",
    join(project, "work"),
    "--json",
  ]);
  const { steps } = JSON.parse(out) as { steps: { id: string; status: string }[] };
  expect(steps.map(({ id, status }) => `${id}:${status}`)).toEqual([
    "birds:done",
    "heavy:done",
    "counts:done",
  ]);
});

test("a pipeline that needs a quantized model is refused, and nothing is written", async () => {
  const notebook = fileOf(
    notebookOf({
      birds: "yaml dataset\nfrom: sample:penguins\nmissing: drop",
      classifier: "yaml train\nlayers: [{ dense: 2 }]\ndata: birds\ntarget: species",
      smaller: "yaml quantize\nmodel: classifier\ndata: birds",
      nightly: "yaml pipeline\ncells: [smaller]",
    }),
  );
  const out = join(dirname(notebook), "project");
  const { code, err } = await cairn("export", notebook, "--out", out);
  expect(code).toBe(1);
  expect(err).toContain("smaller is a quantize cell, which an exported project cannot run yet");
  expect(existsSync(out)).toBe(false);
});
