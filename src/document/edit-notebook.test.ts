import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyEdit,
  deleteCell,
  type Edit,
  insertCell,
  invertEdit,
  isEmptyEdit,
  makeCodeCells,
  moveCell,
  renameCell,
  setAttribute,
  setBody,
  setFrontMatter,
  setMarkdown,
} from "./edit-notebook.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { parseNotebook } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { bodies, kinds, notebookTexts, randomEdits } from "./random-notebook.ts";

const parse = (text: string) => parseNotebook(text, { kinds });
const withoutId = (cell: Cell) => ({ ...cell, id: "" });
const seen = (notebook: Notebook) => ({
  cells: notebook.cells.map(withoutId),
  head: notebook.head,
  frontMatter: notebook.frontMatter,
  problems: notebook.problems,
});

test("any sequence of edits leaves the notebook that its file would give, and undo and redo are byte-exact", () => {
  const coverage = { edits: 0, changed: 0, split: 0, swallowed: 0 };
  const kindsOfEdit = new Set<string>();
  fc.assert(
    fc.property(
      notebookTexts,
      fc.array(randomEdits, { minLength: 1, maxLength: 8, size: "max" }),
      (text, edits) => {
        let notebook = parse(text);
        const done: Edit[] = [];
        const states = [printNotebook(notebook)];
        for (const { what, ...random } of edits) {
          const edit = random.make(notebook);
          if (!edit) continue;
          const before = notebook;
          notebook = applyEdit(notebook, edit);
          expect(seen(parse(printNotebook(notebook)))).toEqual(seen(notebook));
          expect(new Set(notebook.cells.map((cell) => cell.id)).size).toBe(notebook.cells.length);
          done.push(edit);
          states.push(printNotebook(notebook));
          coverage.edits++;
          kindsOfEdit.add(what);
          if (!isEmptyEdit(edit)) coverage.changed++;
          if (what === "setMarkdown" && notebook.cells.length > before.cells.length) coverage.split++;
          if (what !== "deleteCell" && notebook.cells.length < before.cells.length) coverage.swallowed++;
        }
        for (let i = done.length - 1; i >= 0; i--) {
          notebook = applyEdit(notebook, invertEdit(done[i]!));
          expect(printNotebook(notebook)).toBe(states[i]);
        }
        for (const [i, edit] of done.entries()) {
          notebook = applyEdit(notebook, edit);
          expect(printNotebook(notebook)).toBe(states[i + 1]);
        }
      },
    ),
    { numRuns: 1500 },
  );
  expect(kindsOfEdit.size).toBe(9);
  expect(coverage.changed / coverage.edits).toBeGreaterThan(0.6);
  expect(coverage.split / coverage.edits).toBeGreaterThan(0.01);
});

test("an edit leaves every cell that it does not touch the same object", () => {
  const notebook = parse("---\ncairn: 1\n---\nA\n\n```ts\n1\n```\n\nB\n\n```js\n2\n```\n");
  const edited = applyEdit(notebook, setBody(notebook, notebook.cells[1]!.id, "3"));
  expect(edited.cells.map((cell, i) => cell === notebook.cells[i])).toEqual([true, false, true, true]);
  expect(edited.cells[1]?.id).toBe(notebook.cells[1]?.id);
});

test("setBody(notebook, id, body) gives the cell that body, and changes only the lines that differ", () => {
  fc.assert(
    fc.property(notebookTexts, fc.nat(), bodies, (text, n, body) => {
      const notebook = parse(text);
      const codes = notebook.cells.filter((cell) => cell.type === "code");
      const cell = codes[n % Math.max(1, codes.length)];
      if (!cell) return;
      const after = applyEdit(notebook, setBody(notebook, cell.id, body));
      const changed = after.cells.find((other) => other.id === cell.id);
      expect(changed?.type === "code" && changed.body.replace(/\r\n?/g, "\n")).toBe(body);
      const kept = applyEdit(after, setBody(after, cell.id, cell.body.replace(/\r\n?/g, "\n")));
      expect(kept.cells.length).toBe(notebook.cells.length);
      const same = applyEdit(notebook, setBody(notebook, cell.id, cell.body.replace(/\r\n?/g, "\n")));
      expect(printNotebook(same)).toBe(text);
    }),
  );
});

test("setBody(notebook, id, body) lengthens the fence when a line of the body would close it", () => {
  const notebook = parse("---\ncairn: 1\n---\n```ts a\nx\n```\n");
  const after = applyEdit(notebook, setBody(notebook, notebook.cells[0]!.id, "y\n```\nz"));
  expect(printNotebook(after)).toBe("---\ncairn: 1\n---\n````ts a\ny\n```\nz\n````\n");
});

test("setMarkdown(notebook, id, markdown) splits prose that gains a cell's fence, in one edit", () => {
  const notebook = parse("---\ncairn: 1\n---\nA\n\n```js\n2\n```\n");
  const after = applyEdit(
    notebook,
    setMarkdown(notebook, notebook.cells[0]!.id, "A\n\n```ts b\n1\n```\n\nB"),
  );
  expect(after.cells.map((cell) => (cell.type === "code" ? cell.body : cell.markdown))).toEqual([
    "A",
    "1",
    "B",
    "2",
  ]);
  expect(after.cells[0]?.id).toBe(notebook.cells[0]?.id);
});

test("setMarkdown(notebook, id, markdown) closes a block that would swallow the next cell", () => {
  for (const open of ["```py\nx", "<!--", "<pre>", "<div>", "~~~"]) {
    const notebook = parse("---\ncairn: 1\n---\nA\n```js\n2\n```\n");
    const after = applyEdit(notebook, setMarkdown(notebook, notebook.cells[0]!.id, open));
    expect(
      after.cells.map((cell) => cell.type),
      open,
    ).toEqual(["prose", "code"]);
  }
});

test("insertCell(notebook, index, spec) parts neighbouring prose by a line of its own", () => {
  const notebook = parse("---\ncairn: 1\n---\nA\n");
  const after = applyEdit(notebook, insertCell(notebook, 1, { type: "prose", markdown: "B" }));
  expect(printNotebook(after)).toBe("---\ncairn: 1\n---\nA\n\n<!-- cell -->\nB\n");
  const empty = applyEdit(after, insertCell(after, 0, { type: "prose", markdown: "" }));
  expect(empty.cells.map((cell) => cell.type === "prose" && cell.markdown)).toEqual(["", "A", "B"]);
});

test("moveCell(notebook, id, index) parts prose that it brings together, and takes the mark away where it is needless", () => {
  const notebook = parse("---\ncairn: 1\n---\nA\n\n```ts\n1\n```\n\nB\n");
  const together = applyEdit(notebook, moveCell(notebook, notebook.cells[1]!.id, 0));
  expect(printNotebook(together)).toBe("---\ncairn: 1\n---\n```ts\n1\n```\n\nA\n\n<!-- cell -->\nB\n");
  const apart = applyEdit(together, moveCell(together, together.cells[0]!.id, 1));
  expect(printNotebook(apart)).toBe("---\ncairn: 1\n---\nA\n\n```ts\n1\n```\n\nB\n");
});

test("deleteCell(notebook, id) keeps the prose around the cell as two cells", () => {
  const notebook = parse("---\ncairn: 1\n---\nA\n```ts\n1\n```\nB");
  const after = applyEdit(notebook, deleteCell(notebook, notebook.cells[1]!.id));
  expect(after.cells.map((cell) => cell.type === "prose" && cell.markdown)).toEqual(["A", "B"]);
});

test("renameCell and setAttribute change the first line and nothing else", () => {
  const notebook = parse("---\ncairn: 1\n---\n ~~~~  yaml train a {x=1  disabled}\r\nm: 1\n ~~~~");
  const { id } = notebook.cells[0]!;
  const named = applyEdit(notebook, renameCell(notebook, id, "b"));
  const enabled = applyEdit(named, setAttribute(named, id, "disabled", undefined));
  expect(printNotebook(enabled)).toBe("---\ncairn: 1\n---\n ~~~~  yaml train b {x=1}\r\nm: 1\n ~~~~");
  expect(() => renameCell(notebook, id, "a b")).toThrow('name of a cell: must be an identifier, got "a b"');
});

test("makeCodeCells(notebook) turns the code blocks of plain Markdown into cells, and back", () => {
  const plain = parse("# T\n\n```ts\n1\n```\n");
  expect(plain.cells.length).toBe(1);
  const edit = makeCodeCells(plain);
  const after = applyEdit(plain, edit);
  expect(printNotebook(after)).toBe("---\ncairn: 1\n---\n# T\n\n```ts\n1\n```\n");
  expect(after.cells.map((cell) => cell.type)).toEqual(["prose", "code"]);
  expect(printNotebook(applyEdit(after, invertEdit(edit)))).toBe("# T\n\n```ts\n1\n```\n");
  const jekyll = parse("---\r\nlayout: x\r\n---\r\nText");
  expect(printNotebook(applyEdit(jekyll, makeCodeCells(jekyll)))).toBe(
    "---\r\ncairn: 1\r\nlayout: x\r\n---\r\nText",
  );
});

test("setFrontMatter(notebook, values) writes a title that reads back as it was", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc.constantFrom("a: b", "true", "12", "- x", "a #b", "'q'"),
      ),
      (title) => {
        const notebook = parse("---\ncairn: 1\n# mine\nother: {a: 1}\n---\nText");
        const after = applyEdit(notebook, setFrontMatter(notebook, { title }));
        expect(parse(printNotebook(after)).frontMatter.title).toBe(title);
        expect(printNotebook(after)).toContain("\n# mine\nother: {a: 1}\n");
      },
    ),
  );
});

test("applyEdit(notebook, edit) refuses an edit made for another state", () => {
  const notebook = parse("---\ncairn: 1\n---\n```ts\n1\n```\n");
  const edit = setBody(notebook, notebook.cells[0]!.id, "2");
  const after = applyEdit(notebook, edit);
  expect(() => applyEdit(after, edit)).toThrow("the edit must be made for this state");
});
