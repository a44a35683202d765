// Changes that would mend a problem, each offered with one button: what it would do, as data.
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

/** The three mends of a name that two cells define; none for other problems. */
export function mendsOf({ notebook, graph, problems }: Analysis, id: CellId): Mended[] {
  const problem = problems.get(id)?.find((each) => each.code === "duplicate-name");
  const name = problem && /^"(.+?)" is defined/.exec(problem.message)?.[1];
  const cell = codeCell(notebook.cells, id);
  if (name === undefined || !cell) return [];
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
  const local = makeLocal(cell.body, language, name);
  const renamed = renameName(cell.body, language, name, fresh);
  return [
    {
      id: "make-local",
      label: `Make ${name} local: _${name}`,
      ...patchOf(cell.body, local),
      changes: [{ type: "body", cell: id, body: local }],
    },
    {
      id: "rename",
      label: `Rename it to ${fresh} here`,
      ...patchOf(cell.body, renamed),
      changes: [{ type: "body", cell: id, body: renamed }],
    },
    off,
  ];
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
