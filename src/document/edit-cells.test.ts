import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeType,
  copyMarkdown,
  mergeWithNext,
  pasteMarkdown,
  setTexts,
  splitCellAt,
} from "./edit-cells.ts";
import { applyEdit, type Edit, invertEdit } from "./edit-notebook.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { parseNotebook } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { kinds, notebookTexts } from "./random-notebook.ts";

const parse = (text: string) => parseNotebook(text, { kinds });
const notebookOf = (body: string) => parse(`---\ncairn: 1\n---\n\n${body}`);
const bodyOf = (notebook: Notebook) => printNotebook(notebook).replace(/^---\n[\s\S]*?\n---\n\n?/, "");
const textOf = (cell: Cell | undefined) => (cell?.type === "prose" ? cell.markdown : cell?.body);

test("what several cells change is one edit, which one undo takes back to the byte", () => {
  const edits: ((notebook: Notebook, at: number) => Edit)[] = [
    (notebook, at) => mergeWithNext(notebook, notebook.cells[at]!.id),
    (notebook, at) => splitCellAt(notebook, notebook.cells[at]!.id, at + 2),
    (notebook, at) => changeType(notebook, notebook.cells[at]!.id, "prose"),
    (notebook, at) => changeType(notebook, notebook.cells[at]!.id, "code"),
    (notebook, at) => pasteMarkdown(notebook, at, "A\n\n```ts a\n1\n```\n\nB", new Set(["a"])),
    (notebook) => setTexts(notebook, new Map(notebook.cells.map(({ id }) => [id, "new\n\ntext"]))),
  ];
  let changed = 0;
  fc.assert(
    fc.property(notebookTexts, fc.nat(), fc.constantFrom(...edits), (text, place, make) => {
      const before = parse(text);
      if (!before.hasCells || before.cells.length === 0) return;
      let edit: Edit;
      try {
        edit = make(before, place % before.cells.length);
      } catch {
        return; // a form, or no cell below: refused with a reason
      }
      const after = applyEdit(before, edit);
      const read = parse(printNotebook(after));
      expect(read.cells.map(textOf)).toEqual(after.cells.map(textOf));
      expect(printNotebook(applyEdit(after, invertEdit(edit)))).toBe(printNotebook(before));
      if (printNotebook(after) !== printNotebook(before)) changed++;
    }),
    { numRuns: 1000 },
  );
  expect(changed).toBeGreaterThan(300);
});

test("two code cells of a language are joined under the name of the first; so is prose", () => {
  const notebook = notebookOf("One\n\n<!-- cell -->\nTwo\n\n```ts a\n1\n```\n\n```ts\n2\n```\n");
  const [prose, , code] = notebook.cells;
  expect(bodyOf(applyEdit(notebook, mergeWithNext(notebook, code!.id)))).toContain("```ts a\n1\n2\n```\n");
  const joined = applyEdit(notebook, mergeWithNext(notebook, prose!.id));
  expect(joined.cells.map(textOf)).toEqual(["One\n\nTwo", "1", "2"]);
});

test("a form is neither joined nor split nor made prose, and the reason is said", () => {
  const notebook = notebookOf("```yaml train a\nx: 1\n```\n\n```yaml train b\nx: 1\n```\n");
  const [first, last] = notebook.cells;
  expect(() => mergeWithNext(notebook, first!.id)).toThrow("these are train and train");
  expect(() => mergeWithNext(notebook, last!.id)).toThrow("there must be a cell below");
  expect(() => splitCellAt(notebook, first!.id, 1)).toThrow("must be prose or code, got train");
  expect(() => changeType(notebook, first!.id, "prose")).toThrow("must be code, got train");
});

test("a cell is split at the cursor: the first part keeps the name, and no blank lines are left at the cut", () => {
  const notebook = notebookOf("```ts a\nconst a = 1;\n\nconst b = 2;\n```\n");
  const cell = notebook.cells[0]!;
  const after = applyEdit(notebook, splitCellAt(notebook, cell.id, "const a = 1;\n".length));
  expect(bodyOf(after)).toBe("```ts a\nconst a = 1;\n```\n\n```ts\nconst b = 2;\n```\n");
  expect(after.cells[0]!.id).toBe(cell.id);
});

test("the cursor is where the editor says, also in a file whose lines end with CRLF", () => {
  const notebook = parse("---\r\ncairn: 1\r\n---\r\n\r\n```ts a\r\none\r\ntwo\r\nthree\r\n```\r\n");
  const after = applyEdit(notebook, splitCellAt(notebook, notebook.cells[0]!.id, "one\ntwo\n".length));
  expect(after.cells.map(textOf)).toEqual(["one\r\ntwo", "three"]);
});

test("pasted Markdown becomes prose and cells; front matter is left out and a taken name gets a number", () => {
  const notebook = notebookOf("```ts x\n1\n```\n");
  const text =
    "---\ncairn: 1\n---\n# Title\n\n```ts x\n2\n```\n\n```yaml train fit\nx: 1\n```\n\n```python\npass\n```";
  const after = applyEdit(notebook, pasteMarkdown(notebook, 1, text, new Set(["x", "fit"])));
  expect(after.cells.map((cell) => (cell.type === "prose" ? cell.markdown : cell.explicitName))).toEqual([
    "x",
    "# Title",
    "x2",
    "fit2",
    "```python\npass\n```",
  ]);
});

test("copied cells pasted elsewhere are the same cells", () => {
  const notebook = notebookOf(
    "One\n\n<!-- cell -->\nTwo\n\n````ts a {disabled}\n```\n````\n\n```yaml train b\nx: 1\n```\n",
  );
  const text = copyMarkdown(notebook.cells);
  const empty = notebookOf("");
  const after = applyEdit(empty, pasteMarkdown(empty, 0, text, new Set()));
  expect(after.cells.map((cell) => ({ ...cell, id: "", raw: "" }))).toEqual(
    notebook.cells.map((cell) => ({ ...cell, id: "", raw: "" })),
  );
});
