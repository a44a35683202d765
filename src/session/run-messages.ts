// What is said when a worker ended by itself, and when a cell had changed what all cells share.
import type { Output } from "#cell-api/outputs.ts";
import type { SentError } from "#sandbox/contract.ts";

export function endedError(reason = "it ended by itself"): SentError {
  const isMemory = reason.includes("memory");
  return {
    name: "SandboxError",
    code: isMemory ? "out-of-memory" : "worker-ended",
    message: isMemory ? "the cell ran out of memory" : `the sandbox's worker ended: ${reason}`,
    hint: isMemory
      ? "Keep less at once: fewer rows, typed arrays instead of objects, a smaller batch. Values with copies are still there."
      : "Run the cell again. Values with copies are still there.",
  };
}

export function restoredNote(names: readonly string[]): Output {
  const shown = names.slice(0, 5).join(", ");
  const text = `The cell changed ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ""}; Cairn put ${names.length === 1 ? "it" : "them"} back, so that other cells do not notice.`;
  return { type: "log", level: "warn", text };
}

/** Of a cell that reads what another one made, which has sent something and would have to do so again. */
export function notRepeatedError(name: string, owner: string): SentError {
  return {
    name: "CairnError",
    code: "not-repeated",
    message: `${name} would have to be made again, and ${owner} has sent something out: it is not run again by itself`,
    hint: `Run ${owner} yourself if sending it once more is right.`,
  };
}
