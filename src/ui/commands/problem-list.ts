// The problems of all cells in their order, and the warnings of types that open editors show: to walk through with a
// key, and to choose from in a list.
import type { CellId } from "#document/notebook.ts";
import type { Mark } from "#session/session-view.ts";
import type { CommandContext } from "#ui/commands/command.ts";
import type { Entry } from "#ui/commands/palette-entries.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

interface Problem {
  cell: CellId;
  name: string;
  mark: Mark;
}

function problemsOf(notebook: NotebookState): Problem[] {
  return notebook.cells.flatMap((cell) => {
    if (cell.type !== "code") return [];
    // What failed without a place in the text is at its beginning.
    const { error } = cell;
    const marks =
      cell.marks.length > 0 || !error
        ? cell.marks
        : [{ line: 1, column: 1, message: error.message, mends: [] }];
    const warnings = (notebook.editorOf(cell.id)?.warnings ?? []).map((mark) => ({
      ...mark,
      message: `Warning: ${mark.message}`,
    }));
    return [...marks, ...warnings]
      .sort((a, b) => compare([a.line, a.column], [b.line, b.column]))
      .map((mark) => ({ cell: cell.id, name: cell.name, mark }));
  });
}

/** Opens the text at the next problem behind the cursor, or before it, round and round. */
export function goToProblem({ notebook, cell, editor }: CommandContext, by: 1 | -1): void {
  const problems = problemsOf(notebook);
  if (problems.length === 0) return notebook.say("No cell has a problem.");
  const order = new Map(notebook.cells.map(({ id }, index) => [id, index]));
  const here = [order.get(cell?.id as CellId) ?? -1, ...(editor?.cursor ?? [0, 0])];
  const rank = ({ cell, mark }: Problem) => [order.get(cell) ?? 0, mark.line, mark.column];
  const isBeyond = (problem: Problem) => Math.sign(compare(rank(problem), here)) === by;
  const found =
    by === 1 ? (problems.find(isBeyond) ?? problems[0]) : (problems.findLast(isBeyond) ?? problems.at(-1));
  if (found) show(notebook, found);
}

export function problemEntries(notebook: NotebookState): Entry[] {
  return problemsOf(notebook).map((problem, index) => ({
    key: `problem-${index}`,
    group: "Problems",
    icon: "alert",
    text: problem.mark.message,
    note: `${problem.name}, line ${problem.mark.line}`,
    choose: () => show(notebook, problem),
  }));
}

function show(notebook: NotebookState, { cell, name, mark }: Problem): void {
  const { line, column, message, hint } = mark;
  notebook.edit(cell, { line, column });
  notebook.say(`${name}, line ${line}: ${message}${hint === undefined ? "" : `. ${hint}`}`);
}

/** Lexicographic. */
function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : a[index]! - b[index]!;
}
