// The steps of a pipeline as its view draws them: on a line in the order in which they run, with an arc over the line to each
// that needs one further back.
import type { PipelineStep } from "#cells/pipeline/steps.ts";
import type { TableOutput } from "#cell-api/outputs.ts";
import type { CellView, CodeCellView } from "#session/session-view.ts";

export interface ShownStep extends Pick<PipelineStep, "name" | "kind" | "needs"> {
  /** Undefined where the cell is gone. */
  cell?: CodeCellView;
  /** The step before it is one that it needs. */
  followsLast: boolean;
}

export interface Arc {
  from: number;
  to: number;
}

export function shownSteps(
  steps: readonly Pick<PipelineStep, "name" | "kind" | "needs">[],
  cells: readonly CellView[],
): { steps: ShownStep[]; arcs: Arc[] } {
  const places = new Map(steps.map(({ name }, index) => [name, index]));
  const byName = new Map(cells.flatMap((cell) => (cell.type === "code" ? [[cell.name, cell] as const] : [])));
  const arcs = steps.flatMap(({ needs }, to) =>
    needs.flatMap((need): Arc[] => {
      const from = places.get(need);
      return from === undefined || from >= to - 1 ? [] : [{ from, to }];
    }),
  );
  return {
    arcs,
    steps: steps.map(({ name, kind, needs }, index) => {
      const cell = byName.get(name);
      const last = steps[index - 1];
      return {
        name,
        kind,
        needs,
        ...(cell && { cell }),
        followsLast: last !== undefined && needs.includes(last.name),
      };
    }),
  };
}

/** What the last run wrote of its steps, for a notebook that nobody has touched yet. */
export function stepsOfTable({ rows }: TableOutput): Pick<PipelineStep, "name" | "kind" | "needs">[] {
  return rows.map(([name, kind, needs]) => ({
    name: String(name),
    kind: String(kind),
    needs: String(needs) === "" ? [] : String(needs).split(", "),
  }));
}
