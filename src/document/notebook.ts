// A notebook in memory: raw slices of one Markdown file, and what each slice means.
// Nothing here changes in place; edit-notebook.ts makes changes as values.
import type { Problem } from "#errors/cairn-error.ts";

/** Opaque, made anew on each open, never written to the file; it survives every edit of the cell. */
export type CellId = string & { readonly brand: "CellId" };

export type Language = "ts" | "js" | "sql" | "yaml";

/** What `document` must know of a kind of cell; the table of all kinds comes from the caller. */
export interface KindName {
  /** The second word of a `yaml` fence: "dataset", "train", … */
  readonly name: string;
}

export interface ProseCell {
  readonly type: "prose";
  readonly id: CellId;
  /** Its exact bytes in the file, with the blank lines and the `<!-- cell -->` line around it. */
  readonly raw: string;
  /** The Markdown without the separating line and the blank lines around it. */
  readonly markdown: string;
}

export interface CodeCell {
  readonly type: "code";
  readonly id: CellId;
  /** Its exact bytes in the file: the fence, its lines, and the blank lines after it. */
  readonly raw: string;
  readonly language: Language;
  /** "ts", "js" and "sql" for code; the second word for `yaml`. */
  readonly kind: string;
  /** False for `yaml <unknown word> <name>`: kept byte for byte and shown as an error cell. */
  readonly isKnownKind: boolean;
  /** The name in the info string, if there is one. */
  readonly explicitName?: string;
  /** In the order of the file; a bare word has the value true. Unknown ones are kept. */
  readonly attributes: readonly Attribute[];
  /** The lines between the fences, without the final line end; LF, CRLF and CR as in the file. */
  readonly body: string;
  /** Line of the opening fence within `raw`, from 1; the body begins on the next line. */
  readonly fenceLine: number;
}

export interface Attribute {
  readonly name: string;
  readonly value: string | true;
}

export type Cell = ProseCell | CodeCell;

/** What the front matter says; keys that Cairn does not know stay in `Notebook.head` untouched. */
export interface FrontMatter {
  /** Version of the format. */
  cairn: number;
  title?: string;
  /** @default 0 */
  seed: number | string;
}

export interface Notebook {
  /** False for a Markdown file without `cairn:`: one prose cell, and an offer to make its code blocks cells. */
  readonly hasCells: boolean;
  /** Raw text before the first cell: byte order mark, front matter, the line end after it. */
  readonly head: string;
  readonly frontMatter: FrontMatter;
  readonly cells: readonly Cell[];
  /** The file's commoner line ending; new lines take it. */
  readonly lineEnding: "\n" | "\r\n" | "\r";
  /** What is wrong with the text, each at its place in the file. The notebook opens all the same. */
  readonly problems: readonly Problem[];
  /** The second words of `yaml` fences that made them cells when the notebook was opened; edits use the same. */
  readonly kinds: ReadonlySet<string>;
  /** The file's name, for the places of problems. */
  readonly file?: string;
}
