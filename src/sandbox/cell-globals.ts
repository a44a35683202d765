// What cells find among the globals of their worker: the cell API, a console whose lines stand below the cell, and
// tensors that print themselves there.
import { cellApi } from "#cell-api/cell-api.ts";
import type { CellContext } from "#cell-api/cell-context.ts";
import { inspect } from "#cell-api/inspect.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { tf } from "#models/tensorflow.ts";
import type { CompiledCell } from "./run-code.ts";
import { framesOf } from "./send-error.ts";

interface Running {
  context: CellContext;
  compiled?: CompiledCell;
}

/** @param current the cell that runs, if one does */
export function installGlobals(current: () => Running | undefined, fetch: typeof globalThis.fetch): void {
  const running = () => {
    const cell = current();
    if (cell) return cell.context;
    throw new CairnError("show, train and evaluate work only while a cell runs", { code: "no-cell" });
  };
  const api: Record<string, unknown> = { ...cellApi(running), fetch };
  for (const [name, value] of Object.entries(api)) offer(name, value);
  Object.freeze(tf);
  for (const level of ["log", "info", "warn", "error"] as const) {
    console[level] = (...items: unknown[]) => {
      const cell = current();
      if (!cell) return;
      const text = items.map((item) => inspect(item)).join(" ");
      cell.context.show({ type: "log", level, text, ...placeOfCaller(cell.compiled) });
    };
  }
  tf.Tensor.prototype.print = function print() {
    void (api["show"] as (value: unknown) => Promise<void>)(this);
  };
}

/** A name that cells can neither replace nor see when they list their globals. */
export function offer(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, {
    value,
    writable: false,
    configurable: true,
    enumerable: false,
  });
}

function placeOfCaller(compiled: CompiledCell | undefined): { line?: number; column?: number } {
  if (!compiled) return {};
  const [place] = framesOf(new Error("where").stack ?? "", compiled.text);
  return place ?? {};
}
