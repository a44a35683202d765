// Carries out what the ladder offers where that is more than an edit of the text.
import { withKey } from "#cells/set-key.ts";
import { setBody } from "#document/edit-notebook.ts";
import type { CellId } from "#document/notebook.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { NextStep } from "#ladder/next-step.ts";
import { pinRun, scoredBy } from "#session/pin-run.ts";
import type { CodeCellView } from "#session/session-view.ts";
import type { TrailRecord } from "#ui/app-services.ts";
import { saveOnnx } from "#ui/notebook/save-model.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

/** @returns a sentence about what was done @throws CairnError saying why it was not */
export async function doStep(step: NextStep, notebook: NotebookState, trail: TrailRecord): Promise<string> {
  if (step.type === "edit") {
    notebook.editDocument(step.make);
    if (!step.thenRuns) return "It is written. Undo takes it back.";
    await notebook.session.runAll();
    return "It is written and has run. Undo takes the text back.";
  }
  switch (step.deed) {
    case "run":
      await notebook.session.runAll();
      return "All cells have run.";
    case "lock":
      await trail.lock();
      return "What a run from nothing gives is locked.";
    case "verify":
      await trail.verify();
      return "A run from nothing gave what is locked.";
    case "pin":
      return pinLatest(notebook);
    case "worse":
      return showWorse(notebook);
    case "onnx":
      return exportModel(notebook, trail);
  }
}

async function pinLatest(notebook: NotebookState): Promise<string> {
  const list = await notebook.runs();
  const run = list.runs.findLast((each) => each.state === "done" && scoredBy(each, list.runs).length > 0);
  if (!run)
    throw new CairnError("no run that is done was scored by an evaluate cell", { hint: "Run all first." });
  list.pin?.(run.number);
  notebook.editDocument((before) => pinRun(before, run, list.runs));
  return `Run ${run.number} is pinned.`;
}

/** One epoch is worse than many. The text is as before when it is over; the record of the refusal stays. */
async function showWorse(notebook: NotebookState): Promise<string> {
  const [train] = cellsOf(notebook, "train");
  const reports = cellsOf(notebook, "evaluate").map(({ id }) => id);
  if (!train) throw new CairnError("there is no training to make worse");
  notebook.editDocument((before) => setBody(before, train.id, withKey(train.body, "epochs", "1")));
  try {
    await notebook.session.run(reports);
  } finally {
    notebook.undo();
  }
  const list = await notebook.runs();
  const refusal = list.runs.findLast(({ type }) => type === "evaluation");
  await notebook.session.runAll();
  if (refusal?.state !== "failed")
    throw new CairnError("after one epoch the model still passed the gate", {
      hint: "Train a worse one yourself, with fewer units for instance, and evaluate it.",
    });
  return `Run ${refusal.number} was refused, and the text is as it was.`;
}

async function exportModel(notebook: NotebookState, trail: TrailRecord): Promise<string> {
  const found = cellsOf(notebook, "train").flatMap(({ id }) =>
    notebook.session.models(id).map((model): [CellId, typeof model] => [id, model]),
  );
  const [first] = found;
  if (!first) throw new CairnError("no model is there to be exported", { hint: "Run all first." });
  const [id, model] = first;
  await saveOnnx(notebook, id, model);
  const note = notebook.fileNotes.get(id);
  if (note?.level === "err") throw new CairnError(note.text.replace(/\.$/, ""));
  await trail.record("2.5", note?.text ?? "");
  return note?.text ?? "";
}

function cellsOf(notebook: NotebookState, kind: string): CodeCellView[] {
  return notebook.cells.flatMap((cell) => (cell.type === "code" && cell.kind === kind ? [cell] : []));
}
