// Makes a run the one that evaluations of the notebook measure against.
import { withPinned } from "#cells/evaluate/set-pinned.ts";
import { chainEdits } from "#document/edit-cells.ts";
import type { Edit } from "#document/edit.ts";
import { setBody } from "#document/edit-notebook.ts";
import type { CodeCell, Notebook } from "#document/notebook.ts";
import { evaluationsOf } from "#tracking/compare-runs.ts";
import type { RunRecord } from "#tracking/run-record.ts";

/** The evaluations of a run that are to be pinned: its own, or those of the model that it made. */
export function scoredBy(run: RunRecord, runs: readonly RunRecord[]): RunRecord[] {
  return run.type === "evaluation" ? [run] : evaluationsOf(run, runs);
}

/** One edit that writes what the run reached into the evaluate cells that scored it. */
export function pinRun(notebook: Notebook, run: RunRecord, runs: readonly RunRecord[]): Edit {
  const cells = notebook.cells.filter(
    (cell): cell is CodeCell => cell.type === "code" && cell.kind === "evaluate",
  );
  const edits = scoredBy(run, runs).flatMap(({ cell: name, metrics }) =>
    cells
      .filter((cell) => cell.explicitName === name)
      .map(
        (cell) => (before: Notebook) => setBody(before, cell.id, withPinned(cell.body, run.number, metrics)),
      ),
  );
  return chainEdits(notebook, edits);
}
