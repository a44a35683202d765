// What a cell is told that changed what it may only read.
import { CairnError } from "#errors/cairn-error.ts";

export function changedInput(names: readonly string[]): CairnError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new CairnError(`the cell changed ${list}, which it may only read`, {
    code: "input-changed",
    hint: `Work on a copy: structuredClone(${names[0]}), ${names[0]}.slice(), or train({ … }), which copies a model by itself.`,
  });
}

export function changedLate(names: readonly string[], lastCell: string): CairnError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new CairnError(`${list} changed after its cell had ended`, {
    code: "late-change",
    hint: `A message or a promise that nobody awaits did it, perhaps of cell ${lastCell}, which ran last. Await it there, and run this cell again: the value is then made anew.`,
  });
}
