// What all cells of a worker share: globals, built-ins, tf. After each cell this is compared with what it
// was; a new global is the cell's error, a changed built-in is put back (decisions.md 14).
import { CairnError } from "#errors/cairn-error.ts";

// Kept from before any cell could replace them: what puts things back must not need what it puts back.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } =
  Reflect;
const { hasOwn, is } = Object;
const text = String;

type Descriptors = Map<PropertyKey, PropertyDescriptor>;

export interface RealmGuard {
  /** Puts everything back. Names of changed built-ins, and of globals that were added. */
  restore(): { restored: string[]; added: string[] };
}

/** Takes a picture of `globalThis`, of every built-in reachable from it in one step, and of `extra`. */
export function guardRealm(extra: Readonly<Record<string, object>> = {}): RealmGuard {
  const pictures = new Map<object, { name: string; descriptors: Descriptors; prototype: object | null }>();
  const take = (name: string, target: object) => {
    if (pictures.has(target)) return;
    pictures.set(target, {
      name,
      descriptors: descriptorsOf(target),
      prototype: getPrototypeOf(target) as object | null,
    });
  };
  const takeWithPrototype = (name: string, value: unknown) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function") || value === globalThis)
      return;
    take(name, value);
    if (typeof value !== "function") return;
    const prototype = getOwnPropertyDescriptor(value, "prototype")?.value as unknown;
    if (prototype !== null && typeof prototype === "object") take(`${name}.prototype`, prototype);
  };
  for (const [key, descriptor] of descriptorsOf(globalThis)) {
    if ("value" in descriptor) takeWithPrototype(text(key), descriptor.value);
  }
  for (const [name, value] of hiddenIntrinsics()) takeWithPrototype(name, value);
  for (const [name, value] of Object.entries(extra)) {
    take(name, value);
    for (const [key, descriptor] of descriptorsOf(value)) {
      if ("value" in descriptor) takeWithPrototype(`${name}.${text(key)}`, descriptor.value);
    }
  }
  const globals = descriptorsOf(globalThis);
  return {
    restore() {
      const restored: string[] = [];
      for (const [target, picture] of pictures) restored.push(...restoreOne(target, picture));
      const { changed, added } = restoreGlobals(globals);
      return { restored: [...restored, ...changed], added };
    },
  };
}

/** The error for a cell that left new globals behind. */
export function newGlobalError(names: readonly string[]): CairnError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new CairnError(`the cell made ${names.length === 1 ? "a new global" : "new globals"}: ${list}`, {
    code: "new-global",
    hint: `Declare it with const, so that other cells can read it and the notebook keeps no hidden state.`,
  });
}

function restoreOne(
  target: object,
  { name, descriptors, prototype }: { name: string; descriptors: Descriptors; prototype: object | null },
): string[] {
  const changed: string[] = [];
  for (const key of ownKeys(target)) {
    const before = descriptors.get(key);
    if (before && sameDescriptor(before, getOwnPropertyDescriptor(target, key))) continue;
    if (before) {
      if (defineProperty(target, key, before)) changed.push(`${name}.${text(key)}`);
    } else if (deleteProperty(target, key)) changed.push(`${name}.${text(key)}`);
  }
  for (const [key, descriptor] of descriptors) {
    if (!hasOwn(target, key) && defineProperty(target, key, descriptor)) {
      changed.push(`${name}.${text(key)}`);
    }
  }
  if (getPrototypeOf(target) !== prototype && setPrototypeOf(target, prototype)) changed.push(name);
  return changed;
}

function restoreGlobals(before: Descriptors): { changed: string[]; added: string[] } {
  const changed: string[] = [];
  const added: string[] = [];
  for (const key of ownKeys(globalThis)) {
    const earlier = before.get(key);
    const now = getOwnPropertyDescriptor(globalThis, key);
    if (!earlier) {
      deleteProperty(globalThis, key);
      added.push(text(key));
    } else if (!sameDescriptor(earlier, now) && defineProperty(globalThis, key, earlier))
      changed.push(text(key));
  }
  for (const [key, descriptor] of before) {
    if (!hasOwn(globalThis, key) && defineProperty(globalThis, key, descriptor)) {
      changed.push(text(key));
    }
  }
  return { changed, added };
}

/** Prototypes that no global names: of iterators, generators and async functions. */
function hiddenIntrinsics(): [string, unknown][] {
  const prototypeOf = (value: object) => getPrototypeOf(value) as object;
  const generator = function* () {};
  const asyncGenerator = async function* () {};
  return [
    ["ArrayIterator.prototype", prototypeOf([][Symbol.iterator]())],
    ["Iterator.prototype", prototypeOf(prototypeOf([][Symbol.iterator]()))],
    ["GeneratorFunction.prototype", prototypeOf(generator)],
    ["Generator.prototype", prototypeOf(generator).constructor && prototypeOf(prototypeOf(generator()))],
    ["AsyncFunction.prototype", prototypeOf(async () => undefined)],
    ["AsyncGenerator.prototype", prototypeOf(prototypeOf(asyncGenerator()))],
    ["TypedArray", prototypeOf(Uint8Array)],
    ["TypedArray.prototype", prototypeOf(Uint8Array.prototype)],
  ];
}

function descriptorsOf(target: object): Descriptors {
  return new Map(
    ownKeys(target).flatMap((key) => {
      const descriptor = getOwnPropertyDescriptor(target, key);
      return descriptor ? [[key, descriptor] as const] : [];
    }),
  );
}

function sameDescriptor(a: PropertyDescriptor, b: PropertyDescriptor | undefined): boolean {
  return (
    b !== undefined &&
    is(a.value, b.value) &&
    a.get === b.get &&
    a.set === b.set &&
    a.writable === b.writable &&
    a.enumerable === b.enumerable &&
    a.configurable === b.configurable
  );
}
