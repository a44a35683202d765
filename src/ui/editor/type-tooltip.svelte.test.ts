import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { type CodeEditor, startCodeEditor } from "#ui/editor/code-editor.ts";

let editor: CodeEditor;
let parent: HTMLElement;
afterEach(() => {
  editor.destroy();
  parent.remove();
});

const text = "const n: number = tota";
const slip = { line: 1, column: 19, message: "tota is not defined", mends: [] };

function open(typed: string[] = []): void {
  parent = document.createElement("div");
  document.body.append(parent);
  editor = startCodeEditor({
    parent,
    text,
    language: "ts",
    label: "a",
    onchange: (next) => typed.push(next),
  });
}
const underlined = (kind: string) =>
  [...parent.querySelectorAll(`.cm-lintRange-${kind}`)].map((each) => each.textContent);
const tooltip = () => document.querySelector(".cm-type")?.textContent;

test("errors and warnings stand beside each other, whichever is set anew, and move with the text", async () => {
  open();
  editor.setWarnings(text, [{ from: 6, to: 7, message: "a string" }]);
  editor.setMarks([slip]);
  expect(underlined("warning")).toEqual(["n"]);
  expect(underlined("error")).toEqual(["tota"]);
  editor.focus("start");
  await userEvent.keyboard("// a note{Enter}");
  editor.setMarks([{ ...slip, line: 2 }]);
  expect(underlined("warning")).toEqual(["n"]);
  expect(underlined("error")).toEqual(["tota"]);
  editor.setMarks([]);
  expect(underlined("warning")).toEqual(["n"]);
});

test("a warning about another text is not shown, nor one where an error stands", () => {
  open();
  editor.setWarnings("something else", [{ from: 6, to: 7, message: "a string" }]);
  expect(underlined("warning")).toEqual([]);
  editor.setMarks([slip]);
  editor.setWarnings(text, [{ from: 18, to: 22, message: "Cannot find name 'tota'." }]);
  expect(underlined("warning")).toEqual([]);
  expect(underlined("error")).toEqual(["tota"]);
});

test("the type at the cursor is shown with what is wrong there, until the cursor moves", async () => {
  open();
  editor.setTypeSource((offset) =>
    Promise.resolve(
      offset === 6 ? { from: 6, to: 7, type: "const n: Map<string>", says: "How many." } : undefined,
    ),
  );
  editor.setWarnings(text, [{ from: 6, to: 7, message: "a string" }]);
  editor.focus({ line: 1, column: 7 });
  editor.run("show-type");
  await vi.waitFor(() => expect(tooltip()).toBe("const n: Map<string>How many.a string"));
  expect(parent.querySelector(".cm-announced")?.textContent).toBe(
    "const n: Map<string>\nHow many.\na string",
  );
  await userEvent.keyboard("{ArrowRight}");
  await vi.waitFor(() => expect(tooltip()).toBe(undefined));
});

test("where nothing is known, that is said, and no types are no fault", async () => {
  open();
  editor.focus("start");
  editor.run("show-type");
  await vi.waitFor(() => expect(tooltip()).toBe("No type is known here."));
});
