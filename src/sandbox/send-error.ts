// An error as data, with the line and column of the person's own text, read from the engine's stack.
import { ownPlace } from "#dataflow/own-place.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { SentError } from "./contract.ts";

/** Lines that stand before the first line of a cell in the compiled function (see run-code.ts). */
export interface CompiledText {
  /** The `sourceURL` given to the compiler. */
  url: string;
  linesBefore: number;
  /** The cell's own text. */
  script: string;
  /** Where text was put in: columns after it on that line are too large by `length`. */
  insertions: { line: number; column: number; length: number }[];
}

/** What the host takes at most. */
const LIMITS = { name: 200, message: 100_000, stack: 100_000, hint: 10_000, code: 100 };

/** Never throws, whatever a cell throws: a Proxy, an error whose getters throw. */
export function sendError(error: unknown, text?: CompiledText): SentError {
  try {
    return readError(error, text);
  } catch {
    return { name: "Error", message: "the cell threw something that cannot be read" };
  }
}

function readError(error: unknown, text: CompiledText | undefined): SentError {
  if (!(error instanceof Error)) {
    const message = `the cell threw a value that is no error: ${describe(error)}`;
    return { name: "Error", message: message.slice(0, LIMITS.message) };
  }
  const frames = text ? framesOf(readText(() => error.stack) ?? "", text) : [];
  const details = error instanceof CairnError ? error : undefined;
  const message = readText(() => error.message) ?? "its message cannot be read";
  // A place in another file (a CSV's line 3) is in the message; it is no line of the cell.
  const hint = details?.hint ?? missingKernelHint(message) ?? memoryHint(error, message);
  const place = frames[0] ?? (details?.at?.file === undefined ? details?.at : undefined);
  const stack = frames.map((frame) => `line ${frame.line}, column ${frame.column}`).join("\n");
  return {
    name: (readText(() => error.name) ?? "Error").slice(0, LIMITS.name),
    message: message.slice(0, LIMITS.message),
    ...(details && { code: details.code.slice(0, LIMITS.code) }),
    ...(hint !== undefined && { hint: hint.slice(0, LIMITS.hint) }),
    ...(details?.path && { path: details.path }),
    ...(place && { line: place.line, column: place.column }),
    ...(frames.length > 0 && { stack: stack.slice(0, LIMITS.stack) }),
  };
}

function readText(read: () => unknown): string | undefined {
  try {
    const value = read();
    return value === undefined || typeof value === "string" ? value : describe(value);
  } catch {
    return undefined;
  }
}

/** tfjs says which kernel a backend lacks, but not what one can do about it. */
function missingKernelHint(message: string): string | undefined {
  const found = /^Kernel '(\w+)' not registered for backend '(\w+)'/.exec(message);
  if (!found) return undefined;
  const [, kernel, backend] = found;
  return backend === "wasm"
    ? `There is no ${kernel} on WebAssembly. It may run on a GPU: open the notebook where WebGPU is at hand, or give --backend webgpu.`
    : `There is no ${kernel} on WebGPU. Run it on WebAssembly: add ?backend=wasm to the page's address, or give --backend wasm.`;
}

/** What engines say when a buffer cannot be had is about buffers, not about what one can do. */
function memoryHint(error: Error, message: string): string | undefined {
  const isOfMemory =
    /^(?:Array buffer allocation failed|offset is out of bounds|WebAssembly\.Memory)/.test(message) ||
    Number(/^Invalid typed array length: (\d+)/.exec(message)?.[1] ?? 0) > 1e8;
  if (!(error instanceof RangeError) || !isOfMemory) return undefined;
  return "It needs more memory at once than there is: a tab and WebAssembly hold 4 GB at most. Take fewer units, fewer rows or a smaller batch.";
}

/** Frames of the cell's text, innermost first. */
export function framesOf(stack: string, text: CompiledText): { line: number; column: number }[] {
  const pattern = new RegExp(`${text.url.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+):(\\d+)`, "g");
  return [...stack.matchAll(pattern)]
    .map(([, line, column]) => toOwnText(Number(line), Number(column), text))
    .filter((place) => place.line >= 1);
}

function toOwnText(line: number, column: number, text: CompiledText): { line: number; column: number } {
  const own = line - text.linesBefore;
  const shift = text.insertions
    .filter((insertion) => insertion.line === own && insertion.column < column)
    .reduce((sum, insertion) => sum + insertion.length, 0);
  return ownPlace(text.script, { line: own, column: Math.max(1, column - shift) });
}

/** The error again on the other side. */
export function receivedError({ name, message, code, hint, path, line, column }: SentError): CairnError {
  const error = new CairnError(message, {
    ...(code !== undefined && { code }),
    ...(hint !== undefined && { hint }),
    ...(path && { path }),
    ...(line !== undefined && { at: { line, column: column ?? 1 } }),
  });
  error.name = name;
  return error;
}

function describe(value: unknown): string {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    return typeof value;
  }
}
