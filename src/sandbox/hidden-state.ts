// What a cell can change without touching its inputs: variables and objects that functions among the inputs
// see. They are compared before and after each cell, and whatever shares an object with a changed one is
// lost with it: the next reader gets it anew. What lies in an inner scope of a function or in a private field
// is out of reach here; analysis finds it in the text (CodeAnalysis.keepsState).
import { fingerprint } from "./fingerprint.ts";
import { holdsFunction } from "./inspect-exports.ts";

const NODE_LIMIT = 100_000;

/** The cell that made a value that holds functions. */
export interface Maker {
  variables: () => Readonly<Record<string, unknown>>;
  inputs: Readonly<Record<string, unknown>>;
}

/** What a cell changed, and the makers whose variables are among it. */
export interface Change {
  values: unknown[];
  makers: ReadonlySet<Maker>;
}

export class HiddenState {
  readonly #makers = new Map<string, Maker>();

  /** To be told of every value that is stored. */
  remember(name: string, value: unknown, maker: Maker | undefined): void {
    if (maker && holdsFunction(value)) this.#makers.set(name, maker);
    else this.#makers.delete(name);
  }

  /** A picture of all that functions among these inputs see. `changed` gives what differs since. */
  watch(names: readonly string[]): { changed(): Change } {
    const makers = this.#reach(names);
    const before = [...makers].map((maker) => ({ maker, marks: marksOf(maker) }));
    return {
      changed() {
        const values: unknown[] = [];
        const changedMakers = new Set<Maker>();
        for (const { maker, marks } of before) {
          const now = marksOf(maker);
          const seen = { ...maker.inputs, ...maker.variables() };
          for (const name of Object.keys(now)) {
            if (now[name] === marks[name]) continue;
            values.push(seen[name]);
            changedMakers.add(maker);
          }
        }
        return { values, makers: changedMakers };
      },
    };
  }

  /** Names of values that share an object with these, or whose functions see one of them. */
  sharing(change: Change, values: ReadonlyMap<string, unknown>): string[] {
    if (change.values.length === 0) return [];
    const spoiled = new Set<object>();
    for (const item of change.values) addObjects(item, spoiled);
    return [...values.keys()].filter((name) => {
      const seen = new Set<object>();
      addObjects(values.get(name), seen);
      for (const maker of this.#reach([name])) {
        if (change.makers.has(maker)) return true;
        addObjects(maker.inputs, seen);
        addObjects(maker.variables(), seen);
      }
      return [...seen].some((item) => spoiled.has(item));
    });
  }

  /** Makers of these names, of the functions they were given, and so on. */
  #reach(names: readonly string[]): Set<Maker> {
    const found = new Set<Maker>();
    const waiting = [...names];
    while (waiting.length > 0) {
      const maker = this.#makers.get(waiting.pop()!);
      if (!maker || found.has(maker)) continue;
      found.add(maker);
      waiting.push(...Object.keys(maker.inputs));
    }
    return found;
  }
}

function marksOf(maker: Maker): Record<string, string> {
  const seen = { ...maker.inputs, ...maker.variables() };
  return Object.fromEntries(Object.entries(seen).map(([name, value]) => [name, fingerprint(value)]));
}

/** Every object that can be reached without running code. */
function addObjects(value: unknown, found: Set<object>): void {
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && found.size < NODE_LIMIT) {
    const item = waiting.pop();
    if (item === null || (typeof item !== "object" && typeof item !== "function") || found.has(item))
      continue;
    found.add(item);
    if (ArrayBuffer.isView(item)) {
      waiting.push(item.buffer);
      continue;
    }
    if (item instanceof Map) waiting.push(...item.keys(), ...item.values());
    else if (item instanceof Set) waiting.push(...item);
    for (const key of Reflect.ownKeys(item)) waiting.push(Object.getOwnPropertyDescriptor(item, key)?.value);
  }
}
