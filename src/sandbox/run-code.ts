// Compiles one code cell and runs it: a strict async function of the names it reads, whose last expression
// is caught and whose top-level names are handed back. Text put in is remembered, so that errors point at
// the person's own line and column.
import type { CellTask } from "./contract.ts";
import type { CompiledText } from "./send-error.ts";

type AsyncFunctionConstructor = new (...args: string[]) => (...values: unknown[]) => Promise<CellRun>;

// Kept from before any cell could patch it.
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as AsyncFunctionConstructor;

/** Lines of `new AsyncFunction` (header and parameters: 2) and our "use strict" (1). */
const LINES_BEFORE = 3;
const CATCH_NAME = "__shown";

/** What a cell leaves behind. */
export interface CellRun {
  /** Values of the names it defines. */
  values: Record<string, unknown>;
  /** The variables that its functions see, as they are now: its own by name, locals too. */
  variables: () => Record<string, unknown>;
}

export interface CompiledCell {
  text: CompiledText;
  /** `shown` is called with the value of the last expression. */
  run(inputs: Readonly<Record<string, unknown>>, shown: (value: unknown) => void): Promise<CellRun>;
}

export function compileCell(task: CellTask): CompiledCell {
  const script = task.script ?? "";
  const url = `cairn-cell-${task.cell}`;
  const insertions: CompiledText["insertions"] = [];
  let body = script;
  if (task.lastExpression) {
    const { start, end } = task.lastExpression;
    const before = `${CATCH_NAME}(`;
    body = `${script.slice(0, start)}${before}${script.slice(start, end)})${script.slice(end)}`;
    const linesAbove = script.slice(0, start).split(/\r\n|[\n\r\u2028\u2029]/); // as the engine counts them
    const column = linesAbove.at(-1)!.length + 1;
    insertions.push({ line: linesAbove.length, column, length: before.length });
  }
  const params = [...task.reads, CATCH_NAME];
  const defined = task.defines.join(", ");
  const own = [...task.defines, ...task.locals].join(", ");
  const end = `return { values: { ${defined} }, variables: () => ({ ${own} }) };`;
  const source = `"use strict";\n${body}\n;${end}\n//# sourceURL=${url}`;
  const compiled = new AsyncFunction(...params, source);
  return {
    text: { url, linesBefore: LINES_BEFORE, script, insertions },
    run: (inputs, shown) => compiled(...task.reads.map((name) => inputs[name]), shown),
  };
}
