// What a cell shows, kept until it may be sent: at most 20 messages a second and 8 MB a cell, so that a
// loop that prints cannot drown the page.
import { keptOutputs, type Output } from "#cell-api/outputs.ts";
import { sizeBytes } from "#cell-api/table-columns.ts";

export interface OutputLimits {
  intervalMs: number;
  maxBytes: number;
  maxRowBytes: number;
  maxCount: number;
}

const LIMITS: OutputLimits = {
  intervalMs: 50,
  maxBytes: 8 * 2 ** 20,
  maxRowBytes: 128 * 2 ** 20,
  maxCount: 2000,
};

export class OutputBuffer {
  #outputs: Output[] = [];
  #bytes = 0;
  /** Of rows of large tables, which have a budget of their own: they are typed arrays, copied at once. */
  #rowBytes = 0;
  #dirtyFrom = 0;
  #leftOut = 0;
  #lastSent = -Infinity;
  readonly #send: (start: number, outputs: Output[]) => void;
  readonly #now: () => number;
  readonly #limits: OutputLimits;

  constructor(send: (start: number, outputs: Output[]) => void, now: () => number, limits = LIMITS) {
    this.#send = send;
    this.#now = now;
    this.#limits = limits;
  }

  /** Returns a handle by which the output can be replaced: curves that grow. */
  add(output: Output): number {
    const bytes = sizeOf(output);
    if (this.#outputs.length >= this.#limits.maxCount || this.#bytes + bytes > this.#limits.maxBytes) {
      this.#leftOut++;
      return -1;
    }
    this.#bytes += bytes;
    this.#outputs.push(this.#withinRows(output));
    this.#sendSoon();
    return this.#outputs.length - 1;
  }

  replace(handle: number, output: Output): void {
    if (handle < 0 || handle >= this.#outputs.length) return;
    const change = sizeOf(output) - sizeOf(this.#outputs[handle]);
    if (this.#bytes + change > this.#limits.maxBytes) return;
    this.#bytes += change;
    this.#rowBytes -= rowBytesOf(this.#outputs[handle]);
    this.#outputs[handle] = this.#withinRows(output);
    this.#dirtyFrom = Math.min(this.#dirtyFrom, handle);
    this.#sendSoon();
  }

  /** Sends what waits, whatever the time: when the cell has ended. */
  flush(): void {
    if (this.#leftOut > 0) {
      const text = `${this.#leftOut} more outputs were left out: a cell shows at most ${this.#limits.maxCount} outputs and ${this.#limits.maxBytes / 2 ** 20} MB.`;
      this.#outputs.push({ type: "log", level: "warn", text });
      this.#leftOut = 0;
    }
    if (this.#dirtyFrom >= this.#outputs.length) return;
    this.#lastSent = this.#now();
    this.#send(this.#dirtyFrom, this.#outputs.slice(this.#dirtyFrom));
    this.#dirtyFrom = this.#outputs.length;
  }

  /** Called by a timer while the cell runs. */
  tick(): void {
    if (this.#now() - this.#lastSent >= this.#limits.intervalMs) this.flush();
  }

  /** A table beyond the budget of rows shows its first ones. */
  #withinRows(output: Output): Output {
    const bytes = rowBytesOf(output);
    if (this.#rowBytes + bytes > this.#limits.maxRowBytes) return keptOutputs([output])[0];
    this.#rowBytes += bytes;
    return output;
  }

  #sendSoon(): void {
    // A loop that never yields lets no timer in, so time is also looked at here.
    if (this.#now() - this.#lastSent >= this.#limits.intervalMs) this.flush();
  }
}

function sizeOf(output: Output): number {
  switch (output.type) {
    case "text":
    case "log":
      return output.text.length * 2 + 50;
    case "html":
      return output.html.length * 2;
    case "markdown":
      return output.markdown.length * 2;
    default:
      return JSON.stringify(keptOutputs([output])[0]).length * 2;
  }
}

function rowBytesOf(output: Output): number {
  if (output.type !== "table" || !output.all) return 0;
  return output.all.reduce((sum, column) => sum + sizeBytes(column), 0);
}
