// The command line as a person or a script meets it: the built program, in a process of its own.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { notebookOf } from "#session/fixtures/open-session.ts";
import { cairn, fileOf, firstNotebook, notebook, root, runProgram } from "./fixtures/built-program.ts";
import type { RunDocument } from "./run.ts";

const runJson = async (...args: string[]) => {
  const { code, out } = await cairn("run", ...args, "--json", "--fresh", "--backend", "wasm");
  return { code, document: JSON.parse(out) as RunDocument };
};

describe("cairn run", () => {
  test("notebook 1 reaches its gate, and two runs give equal values and one key", async () => {
    const [one, two] = await Promise.all([runJson(firstNotebook), runJson(firstNotebook)]);
    expect(one.code).toBe(0);
    expect(one.document.backend).toBe("wasm");
    expect(one.document.cells.every((cell) => cell.status === "done" || cell.status === "cached")).toBe(true);
    const report = one.document.cells.find((cell) => cell.name === "report")!;
    expect(report.metrics!["accuracy"]).toBeGreaterThanOrEqual(0.95);
    const withoutTimes = ({ key, cells }: RunDocument) => ({
      key,
      cells: cells.map((cell) => ({ ...cell, ms: 0 })),
    });
    expect(withoutTimes(two.document)).toEqual(withoutTimes(one.document));
  });

  test("notebook 2 reads at least 95 of 100 digits that it never saw, and one that is drawn", async () => {
    const { code, document } = await runJson(notebook("02-seeing-digits.md"));
    expect(code).toBe(0);
    const cell = (name: string) => document.cells.find((each) => each.name === name)!;
    expect(cell("report").metrics!["accuracy"]).toBeGreaterThanOrEqual(0.95);
    expect((cell("report").value as { rowCount: number }).rowCount).toBeGreaterThanOrEqual(1000);
    expect(cell("reading").value).toMatchObject({ class: "2" });
  }, 120_000);

  test("--set gives a choice another option, and says which there are", async () => {
    const two = notebook("02-seeing-digits.md");
    const { document } = await runJson(two, "--set", "filters=4", "--only", "filters");
    expect(document.cells[0].value).toBe(4);
    const refused = await cairn("run", two, "--set", "filters=3");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--set filters: its value must be one of 2, 4, 8, got "3"');
  });

  test("notebook 3 foretells better than persistence does, on a year that comes after all it learned from", async () => {
    const { code, document } = await runJson(notebook("03-tomorrows-weather.md"));
    expect(code).toBe(0);
    const report = document.cells.find(({ name }) => name === "report")!.value as {
      metrics: { name: string; value: number; baseline: number }[];
    };
    const mae = report.metrics.find(({ name }) => name === "mae")!;
    expect(mae.value).toBeLessThan(0.95 * mae.baseline);
  });

  test("notebook 5 passes its gate as it comes, and the gate refuses the worse run", async () => {
    const five = fileOf(readFileSync(notebook("05-which-run-was-best.md"), "utf8"));
    expect((await runJson(five)).code).toBe(0);
    const { code, document } = await runJson(five, "--set", "rate=0.0003");
    expect(code).toBe(1);
    const choice = document.cells.find(({ name }) => name === "choice")!;
    expect(choice.error!.message).toMatch(/^gate failed: log_loss <= 1\.1 × pinned \(0\.2\d+\), got 0\.\d+$/);
  });

  test("--check-backend compares the backend's operations with their definitions, and says what it found", async () => {
    const file = fileOf(notebookOf({ one: "(await tf.add(1, 1).data())[0]" }));
    const { code, err } = await cairn("run", file, "--backend", "wasm", "--check-backend");
    expect(code).toBe(0);
    expect(err).toContain("Its operations agree with their definitions.");
    expect((await cairn("run", file, "--backend", "wasm")).err).not.toContain("Its operations");
  });

  test("--json prints one document of the agreed shape on standard output, everything else goes to standard error", async () => {
    const file = fileOf(
      notebookOf({
        a: "const a = [1, 2]; console.log('heard')",
        bad: "\n  a.push(3)",
        waits: "a.length + bad",
      }),
    );
    const { code, out, err } = await cairn("run", file, "--json");
    const document = JSON.parse(out) as RunDocument;
    expect(code).toBe(1);
    expect(Object.keys(document)).toEqual(["notebook", "key", "backend", "cells"]);
    expect(document.key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(document.cells[0]).toEqual({
      name: "a",
      kind: "ts",
      status: "done",
      ms: expect.any(Number) as number,
      value: [1, 2],
    });
    expect(document.cells[1]).toMatchObject({
      status: "error",
      error: { message: expect.stringContaining("not extensible") as string, line: 2, column: 5 },
    });
    expect(err).toContain("heard");
  });

  test("a cell that writes to standard output itself, or ends its worker, spoils neither document nor exit code", async () => {
    const file = fileOf(
      notebookOf({
        loud: "process.stdout.write('LOUD'); console.dir('LOUD'); console.debug('LOUD')",
        exits: "process.exit(0)",
        after: "1 + 1",
      }),
    );
    const { code, out, err } = await cairn("run", file, "--json");
    expect(code).toBe(1);
    expect((JSON.parse(out) as RunDocument).cells.map(({ status }) => status)).toEqual([
      "done",
      "error",
      "done",
    ]);
    expect(out).not.toContain("LOUD");
    expect(err).toContain("LOUD");
    expect(err).toContain("the sandbox's worker ended: it exited with code 0");
  });

  test("a failed gate is exit code 1, and --set gives a control another value", async () => {
    const { code, document } = await runJson(firstNotebook, "--set", "hidden=1", "--only", "report");
    expect(code).toBe(1);
    expect(document.cells).toHaveLength(1);
    expect(document.cells[0].error!.message).toMatch(/^gate failed: accuracy >= 0.95, got 0\.9/);
    expect(document.cells[0].metrics!["accuracy"]).toBeLessThan(0.95);
  });

  test("a monitor prints its alerts, gives its metrics, and fails nothing", async () => {
    const file = fileOf(
      notebookOf({
        penguins: "yaml dataset\nfrom: sample:penguins\nmissing: drop",
        later:
          "const later = penguins.rows().slice(0, 60).map(({ sex, ...row }) => ({ ...row, bill_depth_mm: row.bill_depth_mm + 5 }))",
        drift: "yaml monitor\nreference: penguins\ncurrent: later\ncolumns: [bill_depth_mm, sex]",
      }),
    );
    const { code, err } = await cairn("run", file);
    expect(code).toBe(0);
    expect(err).toMatch(/✓ drift +monitor +done .*\(2 alerts\)/);
    expect(err).toContain("1 of 1 judged columns drifted");
    expect(err).toMatch(/! bill_depth_mm drifted: K-S p \S+ ≤ 0\.05\./);
    expect(err).toContain("! sex is missing: later has no such column.");
    const { document } = await runJson(file);
    expect(document.cells.at(-1)).toMatchObject({
      name: "drift",
      status: "done",
      metrics: { drifted_columns: 1, judged_columns: 1, drifted_share: 1, alerts: 2 },
    });
  });

  test("--only runs a cell with what it needs; failures elsewhere do not count", async () => {
    const file = fileOf(
      notebookOf({ a: "const a = 2", b: "const b = a * 3; b", broken: "throw new Error('no')" }),
    );
    const { code, document } = await runJson(file, "--only", "b");
    expect(code).toBe(0);
    expect(document.cells).toMatchObject([{ name: "b", status: "done", value: 6 }]);
  });

  test("--seed gives other random numbers, and the same ones again", async () => {
    const file = fileOf(notebookOf({ a: "const a = Math.random(); a" }));
    const values = [];
    for (const seed of ["1", "7", "7"])
      values.push((await runJson(file, "--seed", seed)).document.cells[0].value);
    expect(values[1]).toBe(values[2]);
    expect(values[0]).not.toBe(values[1]);
  });

  test("--allow lets a cell fetch from a host; without it the error prints the flag; a redirect is checked too", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/away") response.writeHead(302, { location: "http://elsewhere.invalid/" }).end();
      else response.end('{"n":5}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const file = fileOf(
        notebookOf({ a: `const a = (await (await fetch("http://${host}/")).json()).n; a` }),
      );
      expect((await runJson(file, "--allow", host)).document.cells[0].value).toBe(5);
      const refused = (await runJson(file)).document.cells[0].error!;
      expect(refused.message).toContain("which was not granted");
      expect(refused.hint).toContain(`--allow ${host}`);
      const away = fileOf(notebookOf({ a: `await fetch("http://${host}/away")` }));
      expect((await runJson(away, "--allow", host)).document.cells[0].error!.message).toContain(
        "elsewhere.invalid",
      );
    } finally {
      server.close();
    }
  });

  test("a dataset comes from an address once its host is allowed; what the host says else is the cell's error", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/birds.csv?key=1") response.end("a,b\n1,2\n3,4\n");
      else response.writeHead(404, "Not Found").end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const birds = (path: string) =>
      fileOf(
        `---\ncairn: 1\n---\n\`\`\`yaml dataset birds\nreason: birds are needed\nfrom: http://${host}/${path}\n\`\`\`\n`,
      );
    try {
      const { code, document } = await runJson(birds("birds.csv?key=1"), "--allow", host);
      expect(code).toBe(0);
      expect(document.cells[0].value).toMatchObject({ rows: 2 });
      expect((await runJson(birds("birds.csv?key=1"))).document.cells[0].error).toMatchObject({
        message: `the cell asked for ${host}, which was not granted`,
        hint: `Run it with --allow ${host} if you trust it.`,
        line: 2,
        column: 7,
      });
      expect((await runJson(birds("none.csv"), "--allow", host)).document.cells[0].error!.message).toBe(
        `dataset: ${host} answered 404 Not Found`,
      );
    } finally {
      server.close();
    }
  });

  test.each([
    ["no notebook", ["run"], "run takes one notebook, got none"],
    ["a file that is not there", ["run", "none.md"], 'there is no file "none.md"'],
    ["a misspelt flag", ["run", firstNotebook, "--jsn"], "did you mean --json?"],
    ["a misspelt cell", ["run", firstNotebook, "--only", "raport"], "did you mean report?"],
    ["a control that is not there", ["run", firstNotebook, "--set", "hiden=3"], "did you mean hidden?"],
    [
      "a value that is no number",
      ["run", firstNotebook, "--set", "hidden=many"],
      'must be a number, got "many"',
    ],
    [
      "an unknown backend",
      ["run", firstNotebook, "--backend", "cuda"],
      'must be auto, webgpu or wasm, got "cuda"',
    ],
    [
      "a value out of range",
      ["run", firstNotebook, "--set", "hidden=99"],
      '--set hidden: control: "value" must lie between min and max (1 to 32), got 99',
    ],
    ["a link as a host", ["run", firstNotebook, "--allow", "https://a.org/"], "--allow takes a host such as"],
    ["a link", ["run", "https://example.org/a.md"], "Node has no sandbox"],
    ["a link in capitals", ["check", "HTTPS://example.org/a.md"], "Node has no sandbox"],
    ["a folder", ["run", root], "is a folder: name a notebook in it"],
    ["an unknown command", ["rnu"], 'there is no command "rnu"'],
    ["a command that every object has", ["constructor"], 'there is no command "constructor"'],
    ["a file without cairn:", ["run", fileOf("# plain\n")], "is no notebook"],
  ])(
    "%s is wrong usage: exit code 2, said on standard error, nothing on standard output",
    async (_, args, message) => {
      const { code, out, err } = await cairn(...args);
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toContain(message);
    },
  );
});

test("--json says of a cell that did not run which one it waits for, when that one is not listed", async () => {
  const file = fileOf(notebookOf({ a: "const a = missing", b: "a + 1" }));
  const { code, document } = await runJson(file, "--only", "b");
  expect(code).toBe(1);
  expect(document.cells).toMatchObject([
    { name: "b", status: "idle", error: { message: "needs a, which failed" } },
  ]);
});

test("what is wrong with the text itself is said while it runs: no cell would say it", async () => {
  const file = fileOf("---\ncairn: 2\n---\n```ts a\n1\n```\n");
  const { code, err } = await cairn("run", file);
  expect(code).toBe(0);
  expect(err).toContain(`${file}:2:8: front matter: this Cairn reads version 1, got 2`);
});

test("--save writes the outputs beside the notebook, anew when they were broken, and never over a newer Cairn's", async () => {
  const file = fileOf(notebookOf({ a: "1 + 1" }));
  const outputs = file.replace(/md$/, "outputs.json");
  writeFileSync(outputs, "{ broken");
  expect((await cairn("run", file, "--save")).code).toBe(0);
  expect(JSON.parse(readFileSync(outputs, "utf8"))).toMatchObject({
    version: 1,
    cells: { a: { status: "done" } },
  });
  writeFileSync(outputs, '{"version": 99, "cells": {}}');
  const { code, err } = await cairn("run", file, "--save");
  expect(code).toBe(1);
  expect(err).toContain("version must be at most 1, got 99");
  expect(readFileSync(outputs, "utf8")).toContain("99");
});

test("the command line runs from a folder whose name has spaces and percent signs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cairn 100%20 "));
  try {
    cpSync(join(root, "dist"), folder, { recursive: true });
    const file = fileOf(notebookOf({ penguins: "yaml dataset\nfrom: sample:penguins" }));
    expect(await runProgram(join(folder, "cli/cairn.cjs"), ["run", file])).toMatchObject({
      code: 0,
      out: "",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a build is newer than the folder of samples that it makes: the next start does not build again", () => {
  const builtMs = statSync(join(root, "dist/built.json")).mtimeMs;
  expect(builtMs).toBeGreaterThanOrEqual(Math.floor(statSync(join(root, "public")).mtimeMs));
});

describe("cairn check", () => {
  test.each([
    ["a fence that is not closed", "```ts a\nconst a = 1", "4:1: code block"],
    ["a syntax error", "```ts a\n\nconst = 1\n```", '6:7: unexpected "="'],
    [
      "two cells of one name",
      "```ts a\nconst x = 1\n```\n\n```ts b\nconst x = 2\n```",
      '9:7: "x" is defined by two cells',
    ],
    ["an unknown kind", "```yaml docker-compose web\na: 1\n```", "4:9: kind of a cell"],
    ["broken YAML", "```yaml train m\nlayers: [\n```", "this is not YAML"],
    [
      "a misspelt key",
      "```yaml dataset d\nfrom: sample:penguins\nmisssing: drop\n```",
      '6:1: dataset: there is no "misssing"',
    ],
    ["an enum", "```ts a\nenum A { B }\n```", "5:1: An enum makes code"],
  ])("%s is listed as file:line:column, exit code 1", async (_, body, expected) => {
    const file = fileOf(`---\ncairn: 1\n---\n${body}\n`);
    const { code, out } = await cairn("check", file);
    expect(out).toContain(expected.replace(/^(\d+:\d+)/, `${file}:$1`));
    expect(code).toBe(1);
  });

  test("a sound notebook has no problems", async () => {
    expect(await cairn("check", firstNotebook)).toMatchObject({ code: 0, out: "" });
  });
});

describe("cairn convert", () => {
  test("a notebook becomes .ipynb with what it showed, and comes back with it, byte for byte", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cairn-"));
    for (const name of ["01-first-model.md", "01-first-model.outputs.json"])
      cpSync(notebook(name), join(folder, name));
    const file = join(folder, "01-first-model.md");
    expect((await cairn("convert", file)).code).toBe(0);
    const ipynb = JSON.parse(readFileSync(join(folder, "01-first-model.ipynb"), "utf8"));
    expect(ipynb).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
    const back = join(folder, "back.md");
    const { code, err } = await cairn("convert", join(folder, "01-first-model.ipynb"), "--out", back);
    expect(code, err).toBe(0);
    expect(readFileSync(back, "utf8")).toBe(readFileSync(file, "utf8"));
    const outputs = (path: string) =>
      JSON.parse(readFileSync(path, "utf8")).cells as Record<string, { outputs: unknown }>;
    const before = outputs(join(folder, "01-first-model.outputs.json"));
    const after = outputs(join(folder, "back.outputs.json"));
    for (const [name, { outputs: shown }] of Object.entries(before))
      expect(after[name]?.outputs).toEqual(shown);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  });

  test("a notebook becomes a page that has its text, code and outputs, and no script", async () => {
    const { code, out } = await cairn("convert", firstNotebook, "--to", "html", "--out", "-");
    expect(code).toBe(0);
    expect(out).toContain("Which penguin is this?</h1>");
    expect(out).toContain("<svg");
    expect(out).not.toMatch(/<script/i);
  });

  test("a file that is there is not replaced without --force", async () => {
    const file = fileOf(notebookOf({ a: "1" }));
    const out = file.replace(/md$/, "ipynb");
    writeFileSync(out, "mine");
    const refused = await cairn("convert", file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("must not exist yet");
    expect(readFileSync(out, "utf8")).toBe("mine");
    expect((await cairn("convert", file, "--force")).code).toBe(0);
    expect(readFileSync(out, "utf8")).toContain('"nbformat": 4');
  });

  test.each([
    [["x.txt"], /convert takes a \.md or a \.ipynb, got "x\.txt"/],
    [["x.md", "--to", "pdf"], /--to must be ipynb, html, md, got "pdf"/],
    [["x.ipynb", "--to", "html"], /a \.ipynb becomes --to md/],
    [["missing.ipynb"], /there is no file "missing\.ipynb"/],
    [[], /convert takes one file, got none/],
  ])("wrong usage is said in words: %j", async (args, message) => {
    const { code, err } = await cairn("convert", ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test("a broken .ipynb is refused with line and column", async () => {
    const file = fileOf('{\n "nbformat": 4,\n "cells": [}\n', "broken.ipynb");
    const { code, err } = await cairn("convert", file);
    expect(code).toBe(1);
    expect(err).toMatch(/broken\.ipynb:3:12: must be JSON, got "}/);
  });
});
