import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kindNames } from "#cells/kind-names.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { Notebook } from "#document/notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { notebookTexts } from "#document/random-notebook.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { openSession } from "#session/fixtures/open-session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import { printIpynb } from "./print-ipynb.ts";
import { readIpynb } from "./read-ipynb.ts";

const printed = (text: string, snapshot?: Snapshot) =>
  printIpynb(openSession(text, snapshot && { snapshot }));

/** What must survive: everything but blank lines between cells and the kind of line endings. */
const meaning = (notebook: Notebook) =>
  notebook.cells
    .map((cell) =>
      cell.type === "prose"
        ? { prose: cell.markdown.replace(/\r\n?/g, "\n").trim() }
        : {
            kind: cell.kind,
            name: cell.explicitName,
            attributes: cell.attributes,
            body: cell.body.replace(/\r\n?/g, "\n"),
          },
    )
    .filter((cell) => cell.prose !== "");

const parse = (text: string) => parseNotebook(text, { kinds: kindNames });

const jupyter = (
  cells: object[],
  metadata: object = { kernelspec: { name: "python3", language: "python" } },
) => JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
const code = (source: string, outputs: object[] = []) => ({
  cell_type: "code",
  id: "a",
  execution_count: 1,
  metadata: {},
  source,
  outputs,
});

describe("a notebook of ours as .ipynb and back", () => {
  test("every shipped notebook comes back as it was", () => {
    for (const name of [
      "01-first-model",
      "02-seeing-digits",
      "03-tomorrows-weather",
      "05-which-run-was-best",
    ]) {
      const text = readFileSync(`notebooks/${name}.md`, "utf8");
      expect(readIpynb(printed(text)).text).toBe(text);
    }
  });

  test("any notebook keeps its head, cells, names, attributes and bodies", () => {
    let cellCount = 0;
    fc.assert(
      fc.property(notebookTexts, (text) => {
        const before = parse(text);
        const after = parse(readIpynb(printed(text)).text);
        cellCount += before.cells.length;
        expect(meaning(after)).toEqual(meaning(before));
        expect(after.frontMatter).toEqual(before.frontMatter);
      }),
      { numRuns: 300 },
    );
    expect(cellCount).toBeGreaterThan(500);
  });

  test("outputs of every type come back exactly, beside a form that others can show", () => {
    const outputs: Output[] = [
      { type: "text", text: "3\n4" },
      { type: "markdown", markdown: "*a*" },
      { type: "html", html: "<b>x</b>" },
      { type: "log", level: "log", text: "said" },
      { type: "log", level: "warn", text: "warned", line: 2 },
      { type: "table", columns: [{ name: "a", type: "number" }], rows: [[1], [null]], rowCount: 2 },
      {
        type: "chart",
        x: { label: "x" },
        y: { label: "y" },
        series: [{ name: "s", mark: "line", points: [[0, 1]] }],
      },
      { type: "pictures", pictures: [{ width: 1, height: 1, channels: 1, pixels: "/w==" }], count: 1 },
      {
        type: "model",
        layers: [{ name: "d", kind: "Dense", outputShape: "[null, 1]", parameterCount: 2 }],
        parameterCount: 2,
      },
      { type: "control", control: { type: "number", label: "n", value: 3 } },
    ];
    const text = "---\ncairn: 1\n---\n\n```ts\nlet unnamed;\n```\n\n```ts shown\n1\n```\n";
    const snapshot: Snapshot = {
      version: 1,
      cells: { shown: { status: "done", key: "k1", ms: 12, outputs, inputs: [] } },
    };
    const file = printed(text, snapshot);
    const read = readIpynb(file);
    // a log line comes back without the line that wrote it: other programs know no such thing
    const kept = outputs.map((each) => (each.type === "log" ? { ...each, line: undefined } : each));
    expect(read.snapshot.cells["#1"]).toMatchObject({ place: 1, key: "k1", ms: 12 });
    expect(read.snapshot.cells["#1"]!.outputs).toEqual(kept);
    const types = JSON.parse(file).cells[1].outputs.map((each: { output_type: string; data?: object }) =>
      each.data ? Object.keys(each.data)[1] : each.output_type,
    );
    expect(types).toEqual([
      "application/vnd.cairn.output+json",
      "text/plain",
      "text/plain",
      "stream",
      "stream",
      "text/html",
      "image/svg+xml",
      "image/png",
      "text/html",
      "text/html",
    ]);
    // and they are painted where they belong, though the cell before them has neither name nor output
    const { text: again, snapshot: paint } = read;
    const { cells } = openSession(again, { snapshot: paint });
    expect(cells.map((cell) => (cell.type === "code" ? cell.outputs.length : 0))).toEqual([
      0,
      outputs.length,
    ]);
  });
});

describe("a notebook of Jupyter", () => {
  test("Python is kept as text with what it showed, and goes back as code", () => {
    const picture = { output_type: "display_data", data: { "image/png": "iVBORw0KGgo=\n" }, metadata: {} };
    const stream = { output_type: "stream", name: "stdout", text: ["a\n", "```\n", "b\n"] };
    const failed = { output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[31mE\u001b[0m: v"] };
    const file = jupyter([
      { cell_type: "markdown", id: "b", metadata: {}, source: ["# Title\n", "text"] },
      code("print(1)\n\nx = '```'", [stream, picture]),
      code("1/0", [failed]),
    ]);
    const { text, notes } = readIpynb(file);
    expect(text).toContain("```python\n1/0\n```\n\n```output\nE: v\n```");
    expect(notes).toEqual(["2 cells in python are kept as text: Cairn runs TypeScript and JavaScript."]);
    const again = JSON.parse(printed(text));
    expect(again.metadata.kernelspec).toEqual({ name: "python3", language: "python" });
    expect(again.cells.map((cell: { cell_type: string }) => cell.cell_type)).toEqual([
      "markdown",
      "code",
      "code",
    ]);
    expect(again.cells[1].source.join("")).toBe("print(1)\n\nx = '```'");
    expect(again.cells[1].outputs[0].text.join("")).toBe("a\n```\nb\n");
    expect(again.cells[1].outputs[1].data["image/png"]).toBe("iVBORw0KGgo=");
  });

  test("TypeScript and JavaScript become cells with their outputs", () => {
    for (const [language, kind] of [
      ["typescript", "ts"],
      ["javascript", "js"],
    ] as const) {
      const result = {
        output_type: "execute_result",
        execution_count: 1,
        metadata: {},
        data: { "text/plain": "2" },
      };
      const { text, snapshot } = readIpynb(
        jupyter([code("1 + 1", [result])], { language_info: { name: language } }),
      );
      expect(parse(text).cells).toMatchObject([{ type: "code", kind, body: "1 + 1" }]);
      expect(snapshot.cells["#0"]!.outputs).toEqual([{ type: "text", text: "2" }]);
    }
  });

  test("fences and cell marks in its Markdown stay text, neighbours stay apart, what is open is closed", () => {
    const markdown = (source: string) => ({ cell_type: "markdown", id: "m", metadata: {}, source });
    const { text } = readIpynb(
      jupyter([
        markdown("```ts\n1\n```"),
        markdown("a\n\n<!-- cell -->\n\nb"),
        markdown("~~~yaml train x\n1"),
        markdown("c"),
      ]),
    );
    expect(parse(text).cells.map(({ type }) => type)).toEqual(["prose", "prose", "prose", "prose"]);
    expect(text).toContain("```ts {static}\n1");
    expect(text).toContain("~~~yaml train x {static}\n1\n~~~");
  });

  test("raw cells keep their format, attachments become links that hold their bytes", () => {
    const { text } = readIpynb(
      jupyter([
        { cell_type: "raw", id: "r", metadata: { format: "text/latex" }, source: "\\alpha" },
        {
          cell_type: "markdown",
          id: "m",
          metadata: {},
          source: "![p](attachment:a%20b.png)",
          attachments: { "a b.png": { "image/png": "iVBORw0KGgo=" } },
        },
      ]),
    );
    expect(text).toContain("```raw text/latex\n\\alpha\n```");
    expect(text).toContain("![p](data:image/png;base64,iVBORw0KGgo=)");
    expect(JSON.parse(printed(text)).cells[0]).toMatchObject({
      cell_type: "raw",
      metadata: { format: "text/latex" },
    });
  });

  test.each([0, 1, 2, 3, 4, 5, 9])("of version 4.%i is read", (minor) => {
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: minor, metadata: {}, cells: [code("x = 1")] });
    expect(readIpynb(text).text).toContain("```python\nx = 1\n```");
  });

  test("of version 3 is read: worksheets, input, headings, outputs with short keys", () => {
    const text = JSON.stringify({
      nbformat: 3,
      nbformat_minor: 0,
      metadata: { name: "old" },
      worksheets: [
        {
          cells: [
            { cell_type: "heading", level: 2, metadata: {}, source: ["Old"] },
            {
              cell_type: "code",
              language: "python",
              metadata: {},
              input: ["x"],
              outputs: [
                { output_type: "pyout", prompt_number: 1, metadata: {}, text: ["7"] },
                { output_type: "stream", stream: "stdout", text: "s\n" },
                { output_type: "display_data", metadata: {}, png: "iVBORw0KGgo=" },
              ],
            },
          ],
        },
      ],
    });
    const read = readIpynb(text).text;
    expect(read).toContain("## Old");
    expect(read).toContain(
      "```python\nx\n```\n\n```output\n7\n```\n\n```output\ns\n```\n\n![output](data:image/png",
    );
  });

  test("outputs of 100 MB are left out and counted, and the code is there", () => {
    const large = { output_type: "stream", name: "stdout", text: "x".repeat(100e6) };
    const { text, notes } = readIpynb(jupyter([code("big()", [large, large])]));
    expect(text.length).toBeLessThan(1000);
    expect(text).toContain("big()");
    expect(notes.at(-1)).toBe("2 outputs of more than 1 MB were left out.");
  });

  test.each([
    ['{"nbformat": 4, "cells": [}', /notebook\.ipynb: must be JSON, got "}"/, { line: 1, column: 27 }],
    ["", /must be JSON, got the end of the file/, { line: 1, column: 1 }],
    ["[]", /must have the version of its format as `nbformat`, got nothing/, { line: 1, column: 1 }],
    ['{"nbformat": 2, "worksheets": []}', /nbformat must be 3 or 4, got 2/, { line: 1 }],
    ['{"nbformat": 5, "cells": []}', /nbformat must be 3 or 4, got 5/, { line: 1 }],
    ['{"nbformat": 4, "cells": 3}', /cells must be a list, got 3/, { line: 1 }],
    ['{"nbformat": 4, "cells": [{"source": ""}]}', /cells\[0\]\.cell_type must be a word/, { line: 1 }],
    [
      '{"nbformat": 4, "cells": [{"cell_type": "code", "source": 5}]}',
      /cells\[0\]\.source must be text or a list of lines, got 5/,
      { line: 1 },
    ],
  ])("that is broken says where and what to do: %s", (text, message, place) => {
    try {
      readIpynb(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CairnError);
      expect((error as CairnError).message).toMatch(message);
      expect((error as CairnError).at).toMatchObject(place);
      expect((error as CairnError).hint).toBeTruthy();
    }
  });
});
