// What all cells of a worker share: globals, built-ins, tf. After each cell this is compared with what it was; a
// new global is the cell's error, a changed built-in is put back. Putting back may use no built-in that a cell can
// have changed: functions are kept from before, and there is no iteration, spread or method call until all is well.
import { CairnError } from "#errors/cairn-error.ts";

const {
  ownKeys,
  getOwnPropertyDescriptor,
  defineProperty,
  deleteProperty,
  getPrototypeOf,
  setPrototypeOf,
  isExtensible,
} = Reflect;
const { is, prototype: objectPrototype } = Object;

/** One property as it was. Every field is its own, so that reading it asks no prototype. */
interface Known {
  isData: boolean;
  value: unknown;
  get: (() => unknown) | undefined;
  set: ((value: unknown) => void) | undefined;
  writable: boolean | undefined;
  enumerable: boolean | undefined;
  configurable: boolean | undefined;
  /** Puts it back. Without a prototype: what a cell adds to Object.prototype is not found in it. */
  descriptor: PropertyDescriptor;
}

interface Picture {
  target: object;
  name: string;
  keys: PropertyKey[];
  /** By key. No prototype either. */
  known: Record<PropertyKey, Known | undefined>;
  prototype: object | null;
  isExtensible: boolean;
}

export interface Restored {
  /** Names of built-ins that had been changed. */
  restored: string[];
  /** Names of new globals. */
  added: string[];
  /** Something cannot be put back: a frozen built-in, a global that cannot be deleted. */
  isSpoiled: boolean;
}

export interface RealmGuard {
  /** Puts everything back. */
  restore(): Restored;
}

/** Takes a picture of `globalThis`, of every built-in reachable from it in one step, and of `extra`. */
export function guardRealm(extra: Readonly<Record<string, object>> = {}): RealmGuard {
  const pictures = new Map<object, Picture>();
  const take = (name: string, target: object) => {
    if (!pictures.has(target)) pictures.set(target, pictureOf(name, target));
  };
  const takeWithPrototype = (name: string, value: unknown) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function") || value === globalThis)
      return;
    take(name, value);
    if (typeof value !== "function") return;
    const prototype = Object.getOwnPropertyDescriptor(value, "prototype")?.value as unknown;
    if (prototype !== null && typeof prototype === "object") take(`${name}.prototype`, prototype);
  };
  const takeMembers = (prefix: string, target: object) => {
    for (const key of Reflect.ownKeys(target)) {
      const descriptor = Object.getOwnPropertyDescriptor(target, key);
      if (descriptor && "value" in descriptor) takeWithPrototype(`${prefix}${String(key)}`, descriptor.value);
    }
  };
  take("Object.prototype", Object.prototype); // first, because the others' descriptors are read through it
  takeMembers("", globalThis);
  for (const [name, value] of hiddenIntrinsics()) takeWithPrototype(name, value);
  for (const [name, value] of Object.entries(extra)) {
    take(name, value);
    takeMembers(`${name}.`, value);
  }
  const all = [...pictures.values()];
  const globals = pictureOf("", globalThis);
  return {
    restore() {
      const changes = { first: undefined as Change | undefined, isSpoiled: false };
      for (let i = 0; i < all.length; i++) restoreOne(all[i], changes);
      restoreOne(globals, changes);
      // From here on the built-ins are those of before.
      const restored: string[] = [];
      const added: string[] = [];
      for (let change = changes.first; change; change = change.next) {
        const name = `${change.of === "" ? "" : `${change.of}.`}${String(change.key)}`.slice(0, NAME_LIMIT);
        (change.isNewGlobal ? added : restored).unshift(name);
      }
      return { restored, added, isSpoiled: changes.isSpoiled };
    },
  };
}

const NAME_LIMIT = 200;

/** The error for a cell that left new globals behind. */
export function newGlobalError(names: readonly string[]): CairnError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new CairnError(`the cell made ${names.length === 1 ? "a new global" : "new globals"}: ${list}`, {
    code: "new-global",
    hint: `Declare it with const, so that other cells can read it and the notebook keeps no hidden state.`,
  });
}

/** A list that needs no array: a cell can put setters on Array.prototype. */
interface Change {
  of: string;
  key: PropertyKey;
  isNewGlobal: boolean;
  next: Change | undefined;
}

function restoreOne(
  { target, name, keys, known, prototype, isExtensible: wasExtensible }: Picture,
  changes: { first: Change | undefined; isSpoiled: boolean },
): void {
  const note = (key: PropertyKey, isNewGlobal: boolean, isPutBack: boolean) => {
    changes.first = { of: name, key, isNewGlobal, next: changes.first };
    if (!isPutBack) changes.isSpoiled = true;
  };
  const now = ownKeys(target);
  for (let i = 0; i < now.length; i++) {
    const key = now[i];
    if (!known[key]) note(key, name === "", deleteProperty(target, key));
  }
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const before = known[key]!;
    if (!isAsBefore(before, descriptorOf(target, key)))
      note(key, false, defineProperty(target, key, before.descriptor));
  }
  if (getPrototypeOf(target) !== prototype) note("[[Prototype]]", false, setPrototypeOf(target, prototype));
  if (wasExtensible && !isExtensible(target)) note("[[Extensible]]", false, false);
}

function pictureOf(name: string, target: object): Picture {
  const keys = ownKeys(target);
  const known = Object.create(null) as Picture["known"];
  for (const key of keys) known[key] = knownOf(bareDescriptor(target, key)!);
  return {
    target,
    name,
    keys,
    known,
    prototype: getPrototypeOf(target),
    isExtensible: isExtensible(target),
  };
}

function knownOf(descriptor: PropertyDescriptor): Known {
  const { value, get, set, writable, enumerable, configurable } = descriptor as Omit<Known, "isData">;
  return { isData: "value" in descriptor, value, get, set, writable, enumerable, configurable, descriptor };
}

/** Read through no prototype while that may be spoiled; Object.prototype itself is put back first of all. */
function descriptorOf(target: object, key: PropertyKey): PropertyDescriptor | undefined {
  return target === objectPrototype ? bareDescriptor(target, key) : getOwnPropertyDescriptor(target, key);
}

function bareDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = getOwnPropertyDescriptor(target, key);
  if (descriptor) setPrototypeOf(descriptor, null);
  return descriptor;
}

/** Prototypes that no global names: of iterators, generators and async functions. */
function hiddenIntrinsics(): [string, unknown][] {
  const prototypeOf = (value: object) => Object.getPrototypeOf(value) as object;
  const generator = function* () {};
  const asyncGenerator = async function* () {};
  return [
    ["ArrayIterator.prototype", prototypeOf([][Symbol.iterator]())],
    ["MapIterator.prototype", prototypeOf(new Map()[Symbol.iterator]())],
    ["SetIterator.prototype", prototypeOf(new Set()[Symbol.iterator]())],
    ["StringIterator.prototype", prototypeOf(""[Symbol.iterator]())],
    ["RegExpStringIterator.prototype", prototypeOf("".matchAll(/./g))],
    ["Iterator.prototype", prototypeOf(prototypeOf([][Symbol.iterator]()))],
    ["GeneratorFunction.prototype", prototypeOf(generator)],
    ["Generator.prototype", prototypeOf(generator).constructor && prototypeOf(prototypeOf(generator()))],
    ["AsyncFunction.prototype", prototypeOf(async () => undefined)],
    ["AsyncGenerator.prototype", prototypeOf(prototypeOf(asyncGenerator()))],
    ["TypedArray", prototypeOf(Uint8Array)],
    ["TypedArray.prototype", prototypeOf(Uint8Array.prototype)],
  ];
}

/** Some ten thousand times after each cell of a browser. */
function isAsBefore(before: Known, now: PropertyDescriptor | undefined): boolean {
  if (now === undefined) return false;
  const isSame = before.isData
    ? is(before.value, now.value) && before.writable === now.writable
    : now.writable === undefined && before.get === now.get && before.set === now.set;
  return isSame && before.enumerable === now.enumerable && before.configurable === now.configurable;
}
