// What a running cell is given by the sandbox, whether it is code or a form.
import type { RandomStream } from "#random/random-stream.ts";
import type { Output } from "./outputs.ts";

export interface CellContext {
  /** Draws from the cell's own stream. */
  random: RandomStream;
  /** The text that seeded it. */
  seed: string;
  /** Shows something; the handle replaces it later. */
  show(output: Output): number;
  replace(handle: number, output: Output): void;
  signal: AbortSignal;
  breathe(): Promise<void>;
  now(): number;
}
