// The clockwork a cell runs in: its own stream of random numbers and timers that end with it. Boot code
// keeps the native functions for itself, so that our side of the port never draws from a cell's stream.
import { randomStream, type RandomStream } from "#random/random-stream.ts";

export interface CellEnvironment {
  /** From here on random numbers come from this stream and timers are remembered. */
  begin(stream: string): RandomStream;
  /** Cancels the timers of the cell; promises that wake late draw from a stream of their own. */
  end(): void;
}

export interface EnvironmentRules {
  seedRandom: boolean;
  cancelTimers: boolean;
}

export function cellEnvironment(rules: EnvironmentRules): CellEnvironment {
  let random: RandomStream = randomStream("no cell");
  const timers = rules.cancelTimers ? installTimers() : undefined;

  if (rules.seedRandom) {
    Math.random = () => random();
    Object.defineProperty(globalThis.crypto, "getRandomValues", {
      configurable: true,
      value: <T extends ArrayBufferView>(array: T): T => {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
        return array;
      },
    });
    Object.defineProperty(globalThis.crypto, "randomUUID", {
      configurable: true,
      value: () => uuid(random),
    });
  }
  return {
    begin(stream) {
      random = randomStream(stream);
      timers?.begin();
      return () => random();
    },
    end() {
      timers?.end();
      random = randomStream("after the cell");
    },
  };
}

const ways = [
  { start: "setTimeout", stop: "clearTimeout" },
  { start: "setInterval", stop: "clearInterval" },
  { start: "setImmediate", stop: "clearImmediate" }, // Node
  { start: "requestAnimationFrame", stop: "cancelAnimationFrame" }, // browsers
] as const;

/**
 * Puts timers in place of the native ones that end with the cell. Their numbers are counted anew in each
 * cell, because a cell that shows one must show the same in a clean run.
 */
function installTimers(): { begin(): void; end(): void } {
  type Start = (handler: (...given: unknown[]) => void, ...rest: unknown[]) => unknown;
  type Stop = (timer: unknown) => void;
  const scope = globalThis as unknown as Record<string, Start & Stop>;
  let isOpen = false;
  let count = 0;
  let running = new Map<number, () => void>();
  for (const { start, stop } of ways) {
    if (!(start in scope)) continue;
    const startNative = scope[start].bind(globalThis) as Start;
    const stopNative = scope[stop].bind(globalThis) as Stop;
    const started: Start = (handler, ...rest) => {
      if (typeof handler !== "function")
        throw new TypeError(`${start}: the first argument must be a function`);
      // Dawn, the GPU of Node, turns its events by the global setImmediate, and waits for ever for one that is lost.
      if (start === "setImmediate" && isNativeAndNameless(handler)) return startNative(handler, ...rest);
      if (!isOpen) return 0; // a promise that woke late: its cell has ended
      const own = running;
      const number = ++count;
      // An immediate may be due already when its cell ends.
      const timer = startNative((...given) => own === running && isOpen && handler(...given), ...rest);
      running.set(number, () => stopNative(timer));
      return number;
    };
    const stopped: Stop = (number) => {
      running.get(number as number)?.();
      running.delete(number as number);
    };
    scope[start] = started as Start & Stop;
    scope[stop] = stopped as Start & Stop;
  }
  return {
    begin() {
      isOpen = true;
      count = 0;
    },
    end() {
      isOpen = false;
      for (const stop of running.values()) stop();
      running = new Map();
    },
  };
}

const { apply } = Reflect;
const textOf = Reflect.get(Function.prototype, "toString") as (this: unknown) => string;

/** No function that a cell can write: those of programs have their text, those of the language a name. */
function isNativeAndNameless(handler: { name: string }): boolean {
  return handler.name === "" && /\[native code\]/.test(apply(textOf, handler, []));
}

function uuid(random: RandomStream): string {
  const hex = Array.from({ length: 32 }, (_, i) =>
    (i === 12 ? 4 : i === 16 ? 8 + Math.floor(random() * 4) : Math.floor(random() * 16)).toString(16),
  );
  const text = hex.join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}
