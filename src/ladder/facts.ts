// What the ladder judges a notebook by: its text, what has been computed here, its record of runs and its lock. Plain data,
// gathered from a session, so that the criteria are pure.
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { CellId, Notebook } from "#document/notebook.ts";
import type { Lock } from "#document/sidecars.ts";
import { hashJson } from "#hashing/content-hash.ts";
import type { Session } from "#session/session.ts";
import type { RunRecord } from "#tracking/run-record.ts";

export interface LadderCell {
  id: CellId;
  name: string;
  kind: string;
  /** Of a form, as its YAML says; undefined for code. */
  form: Record<string, unknown> | undefined;
  /** It has run to its end here, gates or not, and is up to date. */
  isComputed: boolean;
  outputs: readonly Output[];
}

export interface Facts {
  notebook: Notebook;
  cells: readonly LadderCell[];
  isSeedStated: boolean;
  /** Of all code: what was recorded of other code is no evidence for this one. */
  codeHash: string;
  runs: readonly RunRecord[];
  lock?: Lock;
}

/** @param session awake */
export function factsOf(
  session: Pick<Session, "notebook" | "cells" | "analysis">,
  runs: readonly RunRecord[],
  lock: Lock | undefined,
): Facts {
  const { notebook, analysis } = session;
  const cells = session.cells.flatMap((view): LadderCell[] => {
    if (view.type !== "code" || view.status === "disabled") return [];
    const body = analysis?.facts.get(view.id)?.body;
    const hasEnded =
      ["done", "cached"].includes(view.status) || (view.status === "error" && view.outputs.length > 0);
    return [
      {
        id: view.id,
        name: view.name,
        kind: view.kind,
        form: body !== null && typeof body === "object" ? (body as Record<string, unknown>) : undefined,
        isComputed: hasEnded && !view.isPublished,
        outputs: view.outputs,
      },
    ];
  });
  return {
    notebook,
    cells,
    isSeedStated: /^seed[ \t]*:[ \t]*\S/m.test(notebook.head),
    codeHash: codeHashOf(notebook),
    runs,
    ...(lock && { lock }),
  };
}

/** Of the kinds, names and bodies of all cells, in the order of the page. */
export function codeHashOf({ cells }: Notebook): string {
  const code = cells.flatMap((cell) =>
    cell.type === "code" ? [[cell.kind, cell.explicitName ?? "", cell.body]] : [],
  );
  return hashJson(code);
}

/** Metrics by their names and rules, of an evaluate cell. */
export function gatesOf({ form }: LadderCell): [metric: string, rule: string][] {
  const { gates = {} } = (form ?? {}) as Partial<EvaluateBody>;
  return Object.entries(gates ?? {}).map(([metric, rule]) => [metric, String(rule)]);
}
