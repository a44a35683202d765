// What the values that a cell hands to others may hold.
import { CairnError } from "#errors/cairn-error.ts";

const NODE_LIMIT = 10_000;

/** True if a function is the value or lies in it: it may see variables that no fingerprint sees. */
export function holdsFunction(value: unknown): boolean {
  const waiting: unknown[] = [value];
  const seen = new Set<unknown>();
  while (waiting.length > 0 && seen.size < NODE_LIMIT) {
    const item = waiting.pop();
    if (typeof item === "function") return true;
    if (item === null || typeof item !== "object" || seen.has(item) || ArrayBuffer.isView(item)) continue;
    seen.add(item);
    if (item instanceof Map) waiting.push(...item.keys(), ...item.values());
    else if (item instanceof Set) waiting.push(...item);
    for (const key of Reflect.ownKeys(item)) {
      const property = Object.getOwnPropertyDescriptor(item, key);
      if (property && !("value" in property)) return true; // an accessor is a function
      waiting.push(property?.value);
    }
    if (isOfOwnClass(item)) return true;
  }
  return false;
}

/** Its methods are functions of a cell, unlike those of an array or a Map. */
function isOfOwnClass(item: object): boolean {
  const prototype = Object.getPrototypeOf(item) as object | null;
  return prototype !== null && !builtInPrototypes.has(prototype);
}

const builtInPrototypes = new Set<unknown>(
  Object.getOwnPropertyNames(globalThis).map((name) => {
    const value = Object.getOwnPropertyDescriptor(globalThis, name)?.value as { prototype?: unknown } | null;
    return typeof value === "function" ? (value as { prototype?: unknown }).prototype : undefined;
  }),
);

/** An iterator can be read once, so what a reader gets would depend on who read before. @throws CairnError */
export function refuseIterators(defined: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(defined)) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) continue;
    const tag = Object.prototype.toString.call(value);
    if (!/^\[object (.*Iterator|Generator|AsyncGenerator)\]$/.test(tag)) continue;
    throw new CairnError(
      `"${name}" is an iterator: it can be read only once, so other cells cannot share it`,
      {
        code: "iterator-exported",
        hint: `Keep its items in an array: const ${name} = [...]; or keep the iterator to this cell as _${name}.`,
      },
    );
  }
}
