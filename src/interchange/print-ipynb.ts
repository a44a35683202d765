// A notebook as Jupyter, VS Code and others read it (nbformat 4.5): code with its outputs, forms as code that begins
// with `%%yaml`, and what only we know of a cell under `metadata.cairn`, so that it comes back as it was.
import type { CodeCell } from "#document/notebook.ts";
import { readFrontMatter } from "#document/front-matter.ts";
import { printInfo } from "#document/parse-info.ts";
import type { SessionView } from "#session/session-view.ts";
import { parseForeignCell } from "./foreign-cells.ts";
import { asRecord, printOutputs, splitLines } from "./ipynb-outputs.ts";

/** Of an open notebook. It must be awake: without the analyser the names of cells are not known, nor whose outputs are whose. */
export type PrintableNotebook = Pick<SessionView, "notebook" | "title" | "cells" | "toSnapshot">;

export function printIpynb(session: PrintableNotebook): string {
  const { notebook, title, cells } = session;
  const snapshot = session.toSnapshot();
  const kept = keptMetadata(notebook.head);
  const language = asRecord(kept["language_info"])["name"] ?? asRecord(kept["kernelspec"])["language"];
  const foreign = typeof language === "string" ? language.toLowerCase() : "python";
  const printed = notebook.cells.map((cell, at) => {
    const id = `cell-${at + 1}`;
    if (cell.type === "prose") return { id, ...proseCell(unified(cell.markdown), foreign) };
    const view = cells.find((each) => each.id === cell.id);
    const result = view?.type === "code" ? snapshot.cells[view.name] : undefined;
    return {
      id,
      cell_type: "code",
      execution_count: null,
      metadata: {
        ...(cell.language !== "ts" && { vscode: { languageId: LANGUAGE_IDS[cell.language] } }),
        cairn: { info: infoOf(cell), ...(result && { key: result.key, ms: Math.round(result.ms) }) },
      },
      source: splitLines(sourceOf(cell)),
      outputs: result ? printOutputs(result) : [],
    };
  });
  const document = {
    cells: printed,
    metadata: {
      kernelspec: { name: "cairn", display_name: "Cairn", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
      ...kept,
      title,
      cairn: { head: unified(notebook.head) },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

const LANGUAGE_IDS = { ts: "typescript", js: "javascript", yaml: "yaml", sql: "sql" } as const;

/** Prose, or a cell of another language that is kept as prose. */
function proseCell(markdown: string, foreign: string): object {
  const code = parseForeignCell(foreign, markdown);
  if (code) {
    const { source, outputs } = code;
    return { cell_type: "code", execution_count: null, metadata: {}, source: splitLines(source), outputs };
  }
  const raw = /^(`{3,})raw(?: (\S+))?\n([^]*?)\n?\1$/.exec(markdown);
  if (raw && !raw[3]!.includes(raw[1]!)) {
    const metadata = raw[2] === undefined ? {} : { format: raw[2] };
    return { cell_type: "raw", metadata, source: splitLines(raw[3]!) };
  }
  return { cell_type: "markdown", metadata: {}, source: splitLines(markdown) };
}

function sourceOf(cell: CodeCell): string {
  const body = unified(cell.body);
  return cell.language === "yaml" || cell.language === "sql" ? `%%${infoOf(cell)}\n${body}` : body;
}

function infoOf({ language, kind, explicitName, attributes }: CodeCell): string {
  return printInfo({ language, kind, explicitName, attributes });
}

/** What Jupyter said of the kernel, from the line that reading left in the front matter. */
function keptMetadata(head: string): Record<string, unknown> {
  const line = /^jupyter:[ \t]*(\{.*\})[ \t]*$/m.exec(head.slice(0, readFrontMatter(head).end))?.[1];
  try {
    return line === undefined ? {} : asRecord(JSON.parse(line));
  } catch {
    return {};
  }
}

function unified(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
