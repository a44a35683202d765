// Generators of notebooks and of edits: for tests only.
import fc from "fast-check";
import type { CellSpec } from "./edit-notebook.ts";
import {
  deleteCell,
  type Edit,
  insertCell,
  moveCell,
  renameCell,
  setAttribute,
  setBody,
  setCode,
  setFrontMatter,
  setMarkdown,
} from "./edit-notebook.ts";
import type { Notebook } from "./notebook.ts";
import { randomMarkdown } from "./random-markdown.ts";

export const kinds: ReadonlySet<string> = new Set(["dataset", "train", "control"]);

const names = fc.constantFrom("a", "b", "network", "x1", "größe", "_local");
const codeLines = fc.constantFrom(
  "const a = 1;",
  "",
  "  b()",
  "```",
  "````",
  "~~~",
  "\tx",
  "a: $b",
  "# c",
  "<!-- cell -->",
  "---",
  "é\u2028",
  "\0",
);
export const bodies = fc.array(codeLines, { maxLength: 5 }).map((lines) => lines.join("\n"));
const proseTexts = fc.oneof(
  randomMarkdown,
  fc.constantFrom(
    "",
    "Text",
    "# Title\n\nText",
    "a\n\n```ts\nx\n```\n\nb",
    "```py\nx",
    "<div>",
    "<!--",
    "<pre>",
    "- a",
    "> q",
    "1. a\n\n   ```ts\n   x\n   ```",
    "a\n<!-- cell -->\nb",
    "    code",
    "[a]:",
    "a | b\n--|--",
    "\nspaced\n\n",
    "a  ",
  ),
);
const attributes = fc.array(
  fc.record({
    name: fc.constantFrom("disabled", "height", "x-y"),
    value: fc.oneof(fc.constant(true as const), fc.constantFrom("3", "a b", 'q"\\', "")),
  }),
  { maxLength: 2 },
);
const codes = fc.constantFrom(
  { language: "ts" as const },
  { language: "js" as const },
  { language: "sql" as const },
  { language: "yaml" as const, kind: "train" },
  { language: "yaml" as const, kind: "dataset" },
);

export const cellSpecs: fc.Arbitrary<CellSpec> = fc.oneof(
  proseTexts.map((markdown) => ({ type: "prose" as const, markdown })),
  fc
    .tuple(codes, fc.option(names, { nil: undefined }), attributes, bodies)
    .map(([code, name, attributes, body]) => ({
      type: "code" as const,
      ...code,
      ...(name === undefined ? {} : { name }),
      attributes,
      body,
    })),
);

const fences = fc
  .tuple(
    fc.constantFrom("", " ", "   "),
    fc.constantFrom("```", "~~~", "````"),
    fc.constantFrom(
      "ts",
      "ts a",
      " js b {disabled}",
      "yaml train c",
      "yaml unknown d",
      'sql e {a=1 b="x y"}',
      "ts {static}",
      "yaml",
      "ts 1x {a",
    ),
    bodies,
    fc.constantFrom("", "\n", "\n\n"),
  )
  .map(([indent, marker, info, body, gap]) => {
    const inside = body
      .split("\n")
      .filter((line) => !line.startsWith(marker))
      .join("\n");
    return `${indent}${marker}${info}\n${inside}\n${indent}${marker}\n${gap}`;
  });
const heads = fc.constantFrom(
  "---\ncairn: 1\n---\n",
  "\uFEFF---\ncairn: 1\ntitle: T\nother: [1]\n---\n\n",
  "---\ncairn: 1\nseed: 3\n---",
);

/** The text of a notebook: cells and prose with every kind of line ending. */
export const notebookTexts: fc.Arbitrary<string> = fc
  .tuple(
    heads,
    fc.array(
      fc.oneof(
        fences,
        fences,
        proseTexts.map((text) => `${text}\n`),
        fc.constant("<!-- cell -->\n"),
      ),
      { maxLength: 8 },
    ),
    fc.constantFrom("\n", "\n", "\r\n", "\r", "mixed"),
  )
  .map(([head, parts, ending]) => {
    const text = head + (head.endsWith("\n") || parts.length === 0 ? "" : "\n") + parts.join("");
    if (ending === "\n") return text;
    let count = 0;
    return text.replace(/\r\n|\r|\n/g, () =>
      ending === "mixed" ? ["\n", "\r\n", "\r"][count++ % 3]! : ending,
    );
  });

export interface RandomEdit {
  readonly what: string;
  readonly make: (notebook: Notebook) => Edit | undefined;
}

const at = fc.nat(1000);

/** Edits that fit any notebook: a place is taken modulo the number of cells. */
export const randomEdits: fc.Arbitrary<RandomEdit> = fc.oneof(
  fc
    .tuple(at, bodies)
    .map(([n, body]) => onCode("setBody", n, (notebook, id) => setBody(notebook, id, body))),
  fc
    .tuple(at, fc.oneof(proseTexts, fences))
    .map(([n, text]) => onCell("setMarkdown", "prose", n, (notebook, id) => setMarkdown(notebook, id, text))),
  fc.tuple(at, cellSpecs).map(([n, spec]) => ({
    what: "insertCell",
    make: (notebook: Notebook) => insertCell(notebook, n % (notebook.cells.length + 1), spec),
  })),
  at.map((n) => onCell("deleteCell", undefined, n, deleteCell)),
  fc
    .tuple(at, at)
    .map(([n, to]) =>
      onCell("moveCell", undefined, n, (notebook, id) => moveCell(notebook, id, to % notebook.cells.length)),
    ),
  fc
    .tuple(at, fc.option(names, { nil: undefined }))
    .map(([n, name]) => onCode("renameCell", n, (notebook, id) => renameCell(notebook, id, name))),
  fc
    .tuple(at, fc.constantFrom("1", true as const, undefined, "a b"))
    .map(([n, value]) =>
      onCode("setAttribute", n, (notebook, id) => setAttribute(notebook, id, "disabled", value)),
    ),
  fc.tuple(at, codes).map(([n, code]) => onCode("setCode", n, (notebook, id) => setCode(notebook, id, code))),
  fc
    .tuple(fc.constantFrom("T", "a: b", undefined, "x # y", "\u2028"), fc.constantFrom(1, "s", undefined))
    .map(([title, seed]) => ({
      what: "setFrontMatter",
      make: (notebook: Notebook) =>
        setFrontMatter(notebook, { title, seed } as { title: string; seed: number }),
    })),
);

function onCode(
  what: string,
  n: number,
  make: (notebook: Notebook, id: Notebook["cells"][number]["id"]) => Edit,
): RandomEdit {
  return onCell(what, "code", n, make);
}

function onCell(
  what: string,
  type: "code" | "prose" | undefined,
  n: number,
  make: (notebook: Notebook, id: Notebook["cells"][number]["id"]) => Edit,
): RandomEdit {
  return {
    what,
    make: (notebook) => {
      const cells = notebook.cells.filter((cell) => type === undefined || cell.type === type);
      const cell = cells[n % Math.max(1, cells.length)];
      return cell && make(notebook, cell.id);
    },
  };
}
