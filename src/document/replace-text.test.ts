import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit, invertEdit } from "./edit.ts";
import { parseNotebook } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { kinds, notebookTexts, randomEdits } from "./random-notebook.ts";
import { replaceText } from "./replace-text.ts";

const parse = (text: string) => parseNotebook(text, { kinds });

test("any text takes the place of any other, byte for byte, and one undo brings the first back", () => {
  fc.assert(
    fc.property(notebookTexts, notebookTexts, (one, other) => {
      const notebook = parse(one);
      const edit = replaceText(notebook, other);
      const after = applyEdit(notebook, edit);
      expect(printNotebook(after)).toBe(other);
      expect(after.cells.map(({ type, raw }) => [type, raw])).toEqual(
        parse(other).cells.map(({ type, raw }) => [type, raw]),
      );
      expect(new Set(after.cells.map(({ id }) => id)).size).toBe(after.cells.length);
      expect(printNotebook(applyEdit(after, invertEdit(edit)))).toBe(one);
    }),
    { numRuns: 300 },
  );
});

test("cells that an edit did not touch stay the same objects when its text comes in from elsewhere", () => {
  let keptCount = 0;
  fc.assert(
    fc.property(notebookTexts, randomEdits, (text, { make }) => {
      const notebook = parse(text);
      const edit = make(notebook);
      if (!edit) return;
      const other = printNotebook(applyEdit(notebook, edit));
      const after = applyEdit(notebook, replaceText(notebook, other));
      const raws = new Set(after.cells.map(({ raw }) => raw));
      const untouched = notebook.cells.filter(({ raw }) => raws.has(raw)).length;
      const kept = after.cells.filter((cell) => notebook.cells.includes(cell)).length;
      keptCount += kept;
      // a move keeps what does not cross it
      expect(kept).toBeGreaterThanOrEqual(Math.floor(untouched / 2));
    }),
    { numRuns: 300 },
  );
  expect(keptCount).toBeGreaterThan(300);
});

test("a changed cell keeps its id: by its name, else by its place between cells that stayed", () => {
  const one = parse("---\ncairn: 1\n---\n# A\n\n```ts a\n1\n```\n\n```ts\n2\n```\n\n```ts c\n3\n```\n");
  const other = applyEdit(
    one,
    replaceText(
      one,
      "---\ncairn: 1\n---\n# B\n\n```ts\n20\n```\n\n```ts new\n5\n```\n\n```ts a\n10\n```\n\n```ts c\n3\n```\n",
    ),
  );
  const [title, a, second, c] = one.cells.map(({ id }) => id);
  const [newTitle, unnamed, added, newA, newC] = other.cells.map(({ id }) => id);
  expect([newTitle, unnamed, newA, newC]).toEqual([title, second, a, c]);
  expect([title, a, second, c]).not.toContain(added);
});
