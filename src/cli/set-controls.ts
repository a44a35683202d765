// Gives a control another value for this run, as a flag says.
import type { ControlBody, ControlValue } from "#cells/control/control-kind.ts";
import { valueOfText } from "#cells/control/set-value.ts";
import type { Problem } from "#errors/cairn-error.ts";
import type { Session } from "#session/session.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { codeCells, listed } from "./find-cell.ts";
import { UsageError } from "./usage-error.ts";

/** @param given how it was asked for, as the error begins. @throws UsageError where there is no such control, or it cannot have the value */
export function setControl(session: Session, name: string, text: string, given: string): void {
  const controls = codeCells(session).filter((view) => view.kind === "control");
  const control = controls.find((view) => view.name === name);
  if (!control) {
    const names = controls.map((view) => view.name);
    throw new UsageError(`${given}: there is no control "${name}"${listed(name, names)}`);
  }
  const body = session.analysis?.facts.get(control.id)?.body as ControlBody;
  const value = settingOf(body, text, given);
  const before = problemsOf(session, control).length;
  session.setControl(control.id, value);
  const [problem] = problemsOf(session, control).slice(before);
  if (problem) throw new UsageError(`${given}: ${problem.message}`);
}

function settingOf(body: ControlBody, text: string, given: string): ControlValue {
  try {
    return valueOfText(body, text);
  } catch (error) {
    throw new UsageError(`${given}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function problemsOf(session: Session, { id }: CodeCellView): readonly Problem[] {
  return session.analysis?.problems.get(id) ?? [];
}
