// A Jupyter notebook as one of ours. Code in TypeScript and JavaScript becomes cells; all other code is kept in the text
// as it stands, with what it showed. nbformat 3 and 4 are read, every minor version.
// Source of the format: nbformat, "The Notebook file format" (4.5) and its changes since 3.
import { kindNames } from "#cells/kind-names.ts";
import { applyEdit } from "#document/edit.ts";
import { type CellSpec, insertCells } from "#document/edit-notebook.ts";
import { readFrontMatter } from "#document/front-matter.ts";
import { parseInfo } from "#document/parse-info.ts";
import { parseJson } from "#document/parse-json.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { printNotebook } from "#document/print-notebook.ts";
import { scanBlocks } from "#document/scan-fences.ts";
import { CELL_MARK, isCellMark, readFence } from "#document/split-cells.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { countOf } from "#markup/format-number.ts";
import type { Snapshot, SnapshotCell } from "#session/snapshot.ts";
import { fenced, printForeignCell } from "./foreign-cells.ts";
import { asRecord, isText, joinLines, readOutputs } from "./ipynb-outputs.ts";

export interface ReadIpynb {
  /** The notebook's Markdown. */
  text: string;
  snapshot: Snapshot;
  /** What a person should know of what came over, one sentence each. */
  notes: string[];
}

/** Of one output or attachment: what is longer would make a file that nobody can edit. */
const LONGEST_CHARACTERS = 1_400_000; // a picture of 1 MB in base64

interface IpynbCell {
  type: string;
  source: string;
  metadata: Record<string, unknown>;
  outputs: readonly unknown[];
  attachments: Record<string, unknown>;
}

/** What is read on the way. */
interface Reading {
  /** Of the notebook's code, in lower case. */
  language: string;
  leftOutCount: number;
  foreign: Map<string, number>;
}

/** @throws CairnError with line and column, or the path, of what is no notebook */
export function readIpynb(text: string, file = "notebook.ipynb"): ReadIpynb {
  const json = parseJson(text, file, "Save it again in Jupyter, or restore it from version control.");
  const document = asRecord(json);
  const cells = cellsOf(document, file);
  const metadata = asRecord(document["metadata"]);
  const reading: Reading = { language: languageOf(metadata), leftOutCount: 0, foreign: new Map() };
  const specs: CellSpec[] = [];
  const results: Record<string, SnapshotCell> = {};
  let place = 0;
  for (const cell of cells) {
    const spec = specOf(cell, reading);
    specs.push(spec);
    if (spec.type !== "code") continue;
    const result = resultOf(cell, place, reading);
    if (result) results[`#${place}`] = result;
    place++;
  }
  const empty = parseNotebook(headOf(metadata), { kinds: kindNames });
  const notebook = applyEdit(empty, insertCells(empty, 0, specs));
  return {
    text: printNotebook(notebook),
    snapshot: { version: 1, cells: results },
    notes: notesOf(reading),
  };
}

function cellsOf(document: Record<string, unknown>, file: string): IpynbCell[] {
  const major = document["nbformat"];
  const wrong = (rule: string, got: unknown) =>
    new CairnError(`${file}: ${rule}, got ${JSON.stringify(got)?.slice(0, 40) ?? "nothing"}`, {
      code: "bad-ipynb",
      at: { file, line: 1, column: 1 },
      hint: "Open it in Jupyter and save it again as a notebook of version 4.",
    });
  if (typeof major !== "number")
    throw wrong("a notebook must have the version of its format as `nbformat`", major);
  if (major < 3 || major > 4) throw wrong("nbformat must be 3 or 4", major);
  const lists = major === 4 ? [document["cells"]] : worksheetsOf(document["worksheets"]);
  return lists.flatMap((list, sheet) => {
    const path = major === 4 ? "cells" : `worksheets[${sheet}].cells`;
    if (!Array.isArray(list)) throw wrong(`${path} must be a list`, list);
    return list.map((value: unknown, at) => {
      const cell = asRecord(value);
      const source = cell["source"] ?? cell["input"] ?? "";
      if (typeof cell["cell_type"] !== "string")
        throw wrong(`${path}[${at}].cell_type must be a word`, cell["cell_type"]);
      if (!isText(source)) throw wrong(`${path}[${at}].source must be text or a list of lines`, source);
      const { outputs } = cell;
      return {
        type: cell["cell_type"],
        source:
          cell["cell_type"] === "heading" ? heading(joinLines(source), cell["level"]) : joinLines(source),
        metadata: asRecord(cell["metadata"]),
        outputs: Array.isArray(outputs) ? outputs : [],
        attachments: asRecord(cell["attachments"]),
      };
    });
  });
}

function worksheetsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map((sheet) => asRecord(sheet)["cells"]) : [value];
}

function heading(text: string, level: unknown): string {
  return `${"#".repeat(typeof level === "number" ? Math.min(6, Math.max(1, level)) : 1)} ${text}`;
}

function languageOf(metadata: Record<string, unknown>): string {
  const info = asRecord(metadata["language_info"])["name"];
  const kernel = asRecord(metadata["kernelspec"])["language"];
  const found = [info, kernel].find((each): each is string => typeof each === "string");
  return (found ?? "python").toLowerCase();
}

/** Ours where we wrote it; else what Jupyter said of the kernel is kept in one line, to be written back. */
function headOf(metadata: Record<string, unknown>): string {
  const own = asRecord(metadata["cairn"])["head"];
  if (typeof own === "string" && readFrontMatter(own).hasCells) return own;
  const { title, kernelspec, language_info } = metadata;
  const kept = JSON.stringify({
    ...(kernelspec !== undefined && { kernelspec }),
    ...(language_info !== undefined && { language_info }),
  });
  const lines = [
    "cairn: 1",
    ...(typeof title === "string" && title !== "" ? [`title: ${JSON.stringify(title)}`] : []),
    ...(kept === "{}" ? [] : [`jupyter: ${kept}`]),
  ];
  return `---\n${lines.join("\n")}\n---\n`;
}

function specOf(cell: IpynbCell, reading: Reading): CellSpec {
  if (cell.type === "code") return codeSpec(cell, reading);
  if (cell.type === "raw" || cell.type === "html") {
    const format = cell.metadata["format"] ?? cell.metadata["raw_mimetype"];
    return {
      type: "prose",
      markdown: fenced(typeof format === "string" ? `raw ${format}` : "raw", cell.source),
    };
  }
  return { type: "prose", markdown: withAttachments(withoutCells(cell.source), cell.attachments, reading) };
}

function codeSpec(cell: IpynbCell, reading: Reading): CellSpec {
  const own = asRecord(cell.metadata["cairn"])["info"];
  const info = typeof own === "string" ? parseInfo(own, kindNames).cell : undefined;
  if (info) {
    const { language, kind, explicitName, attributes } = info;
    const body =
      language === "yaml" || language === "sql" ? cell.source.replace(/^%%.*(?:\n|$)/, "") : cell.source;
    return {
      type: "code",
      language,
      kind,
      ...(explicitName !== undefined && { name: explicitName }),
      attributes,
      body,
    };
  }
  const word = asRecord(cell.metadata["vscode"])["languageId"];
  const language = typeof word === "string" ? word : reading.language;
  const runs = /^(?:typescript|ts|deno)$/.test(language)
    ? "ts"
    : /^(?:javascript|js)$/.test(language)
      ? "js"
      : undefined;
  if (runs) return { type: "code", language: runs, body: cell.source };
  reading.foreign.set(language, (reading.foreign.get(language) ?? 0) + 1);
  const kept = cell.outputs.filter((output) => JSON.stringify(output).length <= LONGEST_CHARACTERS);
  reading.leftOutCount += cell.outputs.length - kept.length;
  return { type: "prose", markdown: printForeignCell(language, { source: cell.source, outputs: kept }) };
}

function resultOf(cell: IpynbCell, place: number, reading: Reading): SnapshotCell | undefined {
  const { outputs, error, leftOutCount } = readOutputs(cell.outputs, LONGEST_CHARACTERS);
  reading.leftOutCount += leftOutCount;
  if (outputs.length === 0 && !error) return undefined;
  const { key, ms } = asRecord(cell.metadata["cairn"]);
  return {
    place,
    status: error ? "error" : "done",
    key: typeof key === "string" ? key : "",
    ms: typeof ms === "number" ? ms : 0,
    outputs,
    inputs: [],
    ...(error && { error }),
  };
}

/** Jupyter runs no fences of its Markdown: those that would be cells here are marked as text. */
function withoutCells(markdown: string): string {
  let text = "";
  let from = 0;
  for (const block of scanBlocks(markdown)) {
    const whole = markdown.slice(block.start, block.end);
    if (block.type === "html") {
      if (!isCellMark(whole.trimEnd())) continue;
      text += markdown.slice(from, block.start) + whole.replace(CELL_MARK, "<!--cell-->");
      from = block.end;
      continue;
    }
    const { indent, marker, info, end } = readFence(whole);
    if (!parseInfo(info, kindNames).cell) continue;
    const marked = info.includes("{") ? info.replace("{", "{static ") : `${info.trimEnd()} {static}`;
    text += markdown.slice(from, block.start) + indent + marker + marked;
    from = block.start + end;
  }
  return text + markdown.slice(from);
}

/** Pictures that lie in the cell become links that hold their bytes. */
function withAttachments(markdown: string, attachments: Record<string, unknown>, reading: Reading): string {
  return markdown.replace(/\(attachment:([^)\s]+)/g, (whole, name: string) => {
    const bundle = asRecord(attachments[decodeURIComponent(name)] ?? attachments[name]);
    const [type, data] = Object.entries(bundle).find(([, value]) => isText(value)) ?? [];
    if (type === undefined) return whole;
    const bytes = joinLines(data as string | string[]).replace(/\s/g, "");
    if (bytes.length <= LONGEST_CHARACTERS) return `(data:${type};base64,${bytes}`;
    reading.leftOutCount++;
    return whole;
  });
}

function notesOf({ foreign, leftOutCount }: Reading): string[] {
  const notes = [...foreign].map(
    ([language, count]) =>
      `${countOf(count, "cell")} in ${language} ${count === 1 ? "is" : "are"} kept as text: Cairn runs TypeScript and JavaScript.`,
  );
  if (leftOutCount > 0)
    notes.push(
      `${countOf(leftOutCount, "output")} of more than 1 MB ${leftOutCount === 1 ? "was" : "were"} left out.`,
    );
  return notes;
}
