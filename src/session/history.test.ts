import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit, deleteCell, insertCell, setBody, type Edit } from "#document/edit-notebook.ts";
import type { Notebook } from "#document/notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import { History } from "./history.ts";

const start = () =>
  parseNotebook("---\ncairn: 1\n---\n```ts a\n1\n```\n\nProse.\n\n```ts b\n2\n```\n", {
    kinds: new Set<string>(),
  });
const firstCode = (notebook: Notebook) => notebook.cells.find((cell) => cell.type === "code");

type Change =
  | { type: "type"; text: string; pauseMs: number }
  | { type: "insert" | "delete"; at: number; pauseMs: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ type: fc.constant("type" as const), text: fc.string(), pauseMs: fc.nat(1000) }),
  fc.record({
    type: fc.constantFrom("insert" as const, "delete" as const),
    at: fc.nat(5),
    pauseMs: fc.nat(1000),
  }),
);

function editFor(notebook: Notebook, each: Change): { edit: Edit; tag?: string } | undefined {
  if (each.type === "type") {
    const cell = firstCode(notebook);
    return (
      cell && {
        edit: setBody(notebook, cell.id, each.text.replaceAll(/[\r\n`~]/g, "")),
        tag: `body:${cell.id}`,
      }
    );
  }
  if (each.type === "insert")
    return { edit: insertCell(notebook, each.at, { type: "code", language: "ts", body: "3" }) };
  const cell = notebook.cells[each.at];
  return cell && { edit: deleteCell(notebook, cell.id) };
}

test("any sequence of edits, then as many undos, gives the same bytes; then redos, the later bytes", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const history = new History();
      let notebook = start();
      const before = printNotebook(notebook);
      let now = 0;
      for (const each of changes) {
        const made = editFor(notebook, each);
        now += each.pauseMs;
        if (!made) continue;
        history.push({ edit: made.edit }, now, made.tag);
        notebook = applyEdit(notebook, made.edit);
      }
      const after = printNotebook(notebook);
      while (history.canUndo) notebook = applyEdit(notebook, history.undo()!.edit);
      expect(printNotebook(notebook)).toBe(before);
      while (history.canRedo) notebook = applyEdit(notebook, history.redo()!.edit);
      expect(printNotebook(notebook)).toBe(after);
    }),
  );
});

test("typing in one cell is one step until it pauses for half a second; another cell begins a new one", () => {
  const history = new History();
  let notebook = start();
  const type = (text: string, atMs: number, name: string) => {
    const cell = notebook.cells.find((each) => each.type === "code" && each.explicitName === name)!;
    const edit = setBody(notebook, cell.id, text);
    history.push({ edit, cell: cell.id }, atMs, `body:${cell.id}`);
    notebook = applyEdit(notebook, edit);
  };
  type("10", 0, "a");
  type("100", 400, "a");
  type("1000", 1000, "a");
  type("20", 1100, "b");
  let steps = 0;
  while (history.canUndo) {
    notebook = applyEdit(notebook, history.undo()!.edit);
    steps++;
  }
  expect(steps).toBe(3);
});

test("an edit after an undo ends what could be redone", () => {
  const history = new History();
  const notebook = start();
  const edit = setBody(notebook, firstCode(notebook)!.id, "5");
  history.push({ edit }, 0);
  history.undo();
  expect(history.canRedo).toBe(true);
  history.push({ edit }, 10);
  expect(history.canRedo).toBe(false);
});
