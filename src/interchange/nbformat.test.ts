// What we write is read by Jupyter's own library. Without Python the tests fail: `npm test` installs it.
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { notebookTexts } from "#document/random-notebook.ts";
import { openSession } from "#session/fixtures/open-session.ts";
import { parseSnapshot } from "#session/snapshot-file.ts";
import { printIpynb } from "./print-ipynb.ts";
import { readIpynb } from "./read-ipynb.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "cairn-nbformat-"));

/** Strict: an id that is missing or twice is an error, as it is in Jupyter from 4.5 on. */
const VALIDATE = `
import json, sys, warnings, nbformat
warnings.simplefilter("error")
kinds = []
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    kinds.append([cell.cell_type for cell in notebook.cells])
print(json.dumps(kinds))
`;

/** Makes one file of each version with Jupyter's own library. */
const WRITE = `
import sys, nbformat
from nbformat import v4
book = v4.new_notebook(cells=[
  v4.new_markdown_cell("# Made by nbformat"),
  v4.new_code_cell("x = 1\\nx", outputs=[v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)]),
  v4.new_raw_cell("raw"),
])
book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
nbformat.write(book, sys.argv[1] + "/four.ipynb")
nbformat.write(nbformat.convert(book, 3), sys.argv[1] + "/three.ipynb", version=3)
`;

async function python(script: string, ...args: string[]): Promise<string> {
  const program = process.env["CAIRN_PYTHON"];
  if (program === undefined) throw new Error("CAIRN_PYTHON is not set: run this by `npm test -- unit`");
  const { stdout } = await run(program, ["-c", script, ...args]);
  return stdout;
}

function written(name: string, text: string, snapshot?: string): string {
  const session = openSession(text, snapshot === undefined ? {} : { snapshot: parseSnapshot(snapshot) });
  const path = join(folder, `${name}.ipynb`);
  writeFileSync(path, printIpynb(session));
  return path;
}

test("nbformat finds nothing wrong with shipped notebooks and their outputs", async () => {
  const paths = ["01-first-model", "02-seeing-digits", "03-tomorrows-weather", "05-which-run-was-best"].map(
    (name) =>
      written(
        name,
        readFileSync(`notebooks/${name}.md`, "utf8"),
        readFileSync(`notebooks/${name}.outputs.json`, "utf8"),
      ),
  );
  const kinds = JSON.parse(await python(VALIDATE, ...paths)) as string[][];
  for (const each of kinds) expect(new Set(each)).toEqual(new Set(["markdown", "code"]));
  const outputs = paths.map((path) => JSON.stringify(JSON.parse(readFileSync(path, "utf8"))));
  for (const each of outputs) expect(each).toContain("application/vnd.cairn.output+json");
}, 60_000);

test("nbformat finds nothing wrong with 100 random notebooks", async () => {
  const paths = fc
    .sample(notebookTexts, { numRuns: 100, seed: 7 })
    .map((text, at) => written(`random-${at}`, text));
  const kinds = JSON.parse(await python(VALIDATE, ...paths)) as string[][];
  expect(kinds.flat().length).toBeGreaterThan(150);
}, 60_000);

test("the check can fail: an output of no known type is refused", async () => {
  const path = written("broken", "---\ncairn: 1\n---\n```ts\n1\n```\n");
  const broken = readFileSync(path, "utf8").replace(
    '"outputs": []',
    '"outputs": [{ "output_type": "unknown" }]',
  );
  writeFileSync(path, broken);
  await expect(python(VALIDATE, path)).rejects.toThrow(/ValidationError|is not valid/);
});

test("files that nbformat writes, of version 3 and 4, are read", async () => {
  await python(WRITE, folder);
  for (const name of ["three", "four"]) {
    const { text } = readIpynb(readFileSync(join(folder, `${name}.ipynb`), "utf8"));
    expect(text).toContain("# Made by nbformat");
    expect(text).toContain("```python\nx = 1\nx\n```\n\n```output\n1\n```");
    expect(text).toContain("```raw\nraw\n```");
  }
});
