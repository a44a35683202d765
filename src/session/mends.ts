// Changes that would mend a problem, each offered with one button: what it would do, as data.
import { withoutName } from "#cells/pipeline/without-name.ts";
import { withKey } from "#cells/set-key.ts";
import { awaitRead } from "#dataflow/await-read.ts";
import { makeLocal, renameName } from "#dataflow/rename-name.ts";
import type { CellId, CodeCell } from "#document/notebook.ts";
import type { Analysis } from "./analysis.ts";
import type { Mend } from "./session-view.ts";

export type MendChange =
  | { type: "body"; cell: CellId; body: string }
  | { type: "name"; cell: CellId; name: string }
  | { type: "disable"; cell: CellId };

export interface Mended extends Mend {
  changes: MendChange[];
}

/** A problem of a cell's text or what its run failed with. */
export interface Fault {
  code?: string;
  message: string;
  hint?: string;
  line?: number;
  column?: number;
}

/** What would mend a fault of a cell; none for most. */
export function mendsOf(analysis: Analysis, id: CellId, fault: Fault): Mended[] {
  const cell = codeCell(analysis.notebook.cells, id);
  if (!cell) return [];
  if (fault.code === "duplicate-name") return duplicateMends(analysis, cell, fault);
  if (fault.code === "synchronous-read") return readMends(cell, fault);
  if (fault.code === "other-version") return versionMends(cell, fault);
  return [...slipMends(cell, fault), ...goneMends(cell, fault)];
}

/** "Did you mean penguins?": the word at fault is the one in quotes, or the one that is not defined. */
function slipMends(cell: CodeCell, { message, hint, line, column }: Fault): Mended[] {
  const right = /^Did you mean (.+)\?$/.exec(hint ?? "")?.[1];
  if (right === undefined || line === undefined) return [];
  const lines = cell.body.split(/(?<=\r\n|\n|\r(?!\n))/);
  const text = lines[line - 1] ?? "";
  const words = [
    /^([\w$]+) is not defined$/.exec(message)?.[1],
    ...[...message.matchAll(/"([^"]+)"/g)].map((match) => match[1]),
  ];
  for (const wrong of words) {
    if (wrong === undefined || wrong === right) continue;
    const at = placeOf(text, wrong, (column ?? 1) - 1);
    if (at === undefined) continue;
    lines[line - 1] = text.slice(0, at) + right + text.slice(at + wrong.length);
    return [bodyMend(cell, `write-${right}`, `Write ${right}`, lines.join(""))];
  }
  return [];
}

/** Where a whole word stands: at the place that was said, else the one place in its line. */
function placeOf(text: string, word: string, near: number): number | undefined {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const places = [...text.matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "g"))].map(
    ({ index }) => index,
  );
  return places.find((place) => place === near) ?? (places.length === 1 ? places[0] : undefined);
}

function readMends(cell: CodeCell, { line, column }: Fault): Mended[] {
  if (cell.language === "yaml" || cell.language === "sql" || line === undefined) return [];
  const body = awaitRead(cell.body, cell.language, { line, column: column ?? 1 });
  return body === undefined ? [] : [bodyMend(cell, "await-read", "Await the values", body)];
}

/** The rows of now in place of the pinned ones. */
function versionMends(cell: CodeCell, { message }: Fault): Mended[] {
  const got = /got (sha256\S*?:[0-9a-f]{64})/.exec(message)?.[1];
  return got === undefined
    ? []
    : [bodyMend(cell, "take-version", "Take the new rows", withKey(cell.body, "version", got))];
}

/** A step whose cell is gone is taken out of the pipeline. */
function goneMends(cell: CodeCell, { code, message }: Fault): Mended[] {
  const name = code === "unknown-step" ? /"(.+)"/.exec(message)?.[1] : undefined;
  if (name === undefined) return [];
  return [bodyMend(cell, `take-out-${name}`, `Take ${name} out`, withoutName(cell.body, name))];
}

/** The three mends of a name that two cells define. */
function duplicateMends({ graph }: Analysis, cell: CodeCell, { message }: Fault): Mended[] {
  const { id } = cell;
  const name = /^"(.+?)" is defined/.exec(message)?.[1];
  if (name === undefined) return [];
  const owner = graph.owners.get(name)!;
  const ownerName = graph.cells.get(owner)!.name;
  const fresh = freshName(name, new Set([...graph.cells.values()].flatMap((facts) => facts.defines)));
  const off: Mended = {
    id: "disable-older",
    label: `Turn ${ownerName === name ? "the older cell" : ownerName} off`,
    changes: [{ type: "disable", cell: owner }],
  };
  if (cell.language === "yaml" || cell.language === "sql") {
    return [
      {
        id: "rename",
        label: `Rename this cell to ${fresh}`,
        changes: [{ type: "name", cell: id, name: fresh }],
      },
      off,
    ];
  }
  const { language } = cell;
  return [
    bodyMend(cell, "make-local", `Make ${name} local: _${name}`, makeLocal(cell.body, language, name)),
    bodyMend(cell, "rename", `Rename it to ${fresh} here`, renameName(cell.body, language, name, fresh)),
    off,
  ];
}

function bodyMend(cell: CodeCell, id: string, label: string, body: string): Mended {
  return { id, label, ...patchOf(cell.body, body), changes: [{ type: "body", cell: cell.id, body }] };
}

function codeCell(cells: readonly { id: CellId; type: string }[], id: CellId): CodeCell | undefined {
  const cell = cells.find((each) => each.id === id);
  return cell?.type === "code" ? (cell as CodeCell) : undefined;
}

function freshName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) if (!taken.has(`${name}${n}`)) return `${name}${n}`;
}

function patchOf(before: string, after: string): { patch?: Mend["patch"] } {
  const old = before.split(/\r\n|\n|\r/);
  const now = after.split(/\r\n|\n|\r/);
  const changed = old.map((_, i) => i).filter((i) => old[i] !== now[i]);
  if (changed.length === 0) return {};
  return { patch: { removed: changed.map((i) => old[i]), added: changed.map((i) => now[i]) } };
}
