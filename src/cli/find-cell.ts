// Cells by the names that a command is given.
import { nearestName } from "#errors/nearest-name.ts";
import type { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { UsageError } from "./usage-error.ts";

export function codeCells(session: Session): CodeCellView[] {
  return session.cells.filter((view): view is CodeCellView => view.type === "code");
}

/**
 * The cell of this name, or that defines it.
 * @param given how it was asked for, as the error begins
 * @throws UsageError with the name that was probably meant, or all that there are
 */
export function findCell(session: Session, name: string, given: string): CodeCellView {
  const views = codeCells(session);
  const found =
    views.find((view) => view.name === name) ??
    views.find((view) => session.analysis?.graph.owners.get(name) === view.id);
  if (found) return found;
  const names = views.map((view) => view.name);
  throw new UsageError(`${given}: there is no cell "${name}"${listed(name, names)}`);
}

/** What to add to "there is none of that name". */
export function listed(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  if (near !== undefined) return `; did you mean ${near}?`;
  return names.length === 0 ? "" : `; there are: ${names.join(", ")}`;
}
