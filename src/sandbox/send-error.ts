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

export function sendError(error: unknown, text?: CompiledText): SentError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: `the cell threw a value that is no error: ${describe(error)}` };
  }
  const frames = text ? framesOf(error.stack ?? "", text) : [];
  const details = error instanceof CairnError ? error : undefined;
  // A place in another file (a CSV's line 3) is in the message; it is no line of the cell.
  const hint = details?.hint ?? missingKernelHint(error.message);
  const place = frames[0] ?? (details?.at?.file === undefined ? details?.at : undefined);
  return {
    name: String(error.name),
    message: String(error.message),
    ...(details && { code: details.code }),
    ...(hint !== undefined && { hint }),
    ...(details?.path && { path: details.path }),
    ...(place && { line: place.line, column: place.column }),
    ...(frames.length > 0 && {
      stack: frames.map((frame) => `line ${frame.line}, column ${frame.column}`).join("\n"),
    }),
  };
}

/** tfjs says which kernel a backend lacks, but not what one can do about it. */
function missingKernelHint(message: unknown): string | undefined {
  const found = /^Kernel '(\w+)' not registered for backend '(\w+)'/.exec(String(message));
  if (found?.[2] !== "wasm") return undefined;
  return `TensorFlow.js has no ${found[1]} on WebAssembly, so convolutions and embeddings do not train there. Run it on a GPU (WebGPU), or use dense layers.`;
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
