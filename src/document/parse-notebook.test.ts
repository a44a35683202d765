import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit, setBody, setMarkdown } from "./edit-notebook.ts";
import { readFrontMatter } from "./front-matter.ts";
import { markdownFiles } from "./markdown-files.ts";
import type { Notebook } from "./notebook.ts";
import { parseNotebook } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { kinds, notebookTexts } from "./random-notebook.ts";

const folder = "src/document/fixtures/";
const parse = (text: string) => parseNotebook(text, { kinds, file: "a.md" });

interface Expected {
  hasCells: boolean;
  frontMatter: Notebook["frontMatter"];
  lineEnding: string;
  cells: unknown[];
  problems: unknown[];
  /** The text after "edited" is put at the end of the first line of the first cell with a text. */
  afterEdit?: string;
}

/** One letter more at the end of the first line, given as an editor gives it: with LF alone. */
function editFirstCell(notebook: Notebook): string | undefined {
  const cell = notebook.cells.find((cell) => (cell.type === "code" ? cell.body !== "" : true));
  if (!cell) return undefined;
  const normalised = (cell.type === "code" ? cell.body : cell.markdown)
    .replace(/\r\n?/g, "\n")
    .replace(/(\n|$)/, " edited$1");
  const edit =
    cell.type === "code"
      ? setBody(notebook, cell.id, normalised)
      : setMarkdown(notebook, cell.id, normalised);
  return printNotebook(applyEdit(notebook, edit));
}

function facts(text: string): Expected {
  const notebook = parse(text);
  const { hasCells, frontMatter, lineEnding, problems } = notebook;
  const cells = notebook.cells.map((cell) => ({ ...cell, id: "" }));
  const afterEdit = editFirstCell(notebook);
  return {
    hasCells,
    frontMatter,
    lineEnding,
    cells,
    problems: [...problems],
    ...(afterEdit === undefined ? {} : { afterEdit }),
  };
}

for (const name of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
  test(`${name} reads as its .json says, writes back byte for byte, and an edit changes one line`, () => {
    const text = readFileSync(folder + name, "utf8");
    expect(printNotebook(parse(text))).toBe(text);
    const path = folder + name.replace(/\.md$/, ".json");
    if (process.env["CAIRN_WRITE_FIXTURES"]) writeFileSync(path, `${JSON.stringify(facts(text), null, 2)}\n`);
    expect(JSON.parse(JSON.stringify(facts(text)))).toEqual(JSON.parse(readFileSync(path, "utf8")));
  });
}

test("parseNotebook(text) never throws, and printNotebook gives back the same text", () => {
  let withProblems = 0;
  let cases = 0;
  const texts = fc.oneof(
    notebookTexts,
    fc.string({ unit: "binary" }),
    fc.string().map((text) => `---\n${text}\n---\n${text}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const notebook = parse(text);
      expect(printNotebook(notebook)).toBe(text);
      expect(notebook.head + notebook.cells.map((cell) => cell.raw).join("")).toBe(text);
      cases++;
      if (notebook.problems.length > 0) withProblems++;
    }),
    { numRuns: 3000 },
  );
  expect(withProblems / cases).toBeGreaterThan(0.1);
});

test("every Markdown file of node_modules is prose, and with cairn: in front it still writes back as it was", () => {
  const files = markdownFiles();
  expect(files.length).toBeGreaterThan(300);
  let cells = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const plain = parse(text);
    expect(plain.hasCells || readFrontMatter(text).hasCells, file).toBe(false);
    expect(plain.cells.length <= 1 && printNotebook(plain) === text, file).toBe(true);
    const notebook = parse(`---\ncairn: 1\n---\n${text}`);
    expect(printNotebook(notebook) === `---\ncairn: 1\n---\n${text}`, file).toBe(true);
    cells += notebook.cells.filter((cell) => cell.type === "code").length;
  }
  expect(cells).toBeGreaterThan(500);
});

test("parseNotebook(text) opens 50 MB", { timeout: 180_000 }, () => {
  const part = "Text about `code`\n\n- item\n\n```ts\nconst a = 1;\nfor (;;) {}\n```\n\n> quote\n\n";
  const text = `---\ncairn: 1\n---\n${part.repeat(Math.ceil((50 * 2 ** 20) / part.length))}`;
  expect(printNotebook(parse(text)) === text).toBe(true);
  expect(parse(`---\ncairn: 1\n---\n${"`".repeat(2 ** 22)}`).cells.length).toBe(1);
});

test("parseNotebook(text) puts each problem at its line and column in the file", () => {
  const notebook = parse("---\ncairn: 1\n---\nText\n\n```yaml trian x\n```\n\n```ts 1x {a\n```\n");
  expect(notebook.problems.map(({ code, at }) => [code, at.line, at.column])).toEqual([
    ["unknown-kind", 6, 9],
    ["bad-attributes", 9, 11],
    ["bad-cell-name", 9, 7],
  ]);
});
