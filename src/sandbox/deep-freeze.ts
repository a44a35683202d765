// Freezes the plain objects and arrays of a value that other cells may read. Typed arrays, tensors, models,
// Maps and class instances cannot be frozen (a typed array throws, a frozen tensor cannot be disposed, a frozen
// Map still grows): fingerprint.ts watches those.

const NODE_LIMIT = 100_000;

/** Returns how many were frozen. */
export function deepFreeze(value: unknown): number {
  const waiting: unknown[] = [value];
  let frozen = 0;
  while (waiting.length > 0 && frozen < NODE_LIMIT) {
    const item = waiting.pop();
    if (!isPlain(item) || Object.isFrozen(item)) continue;
    Object.freeze(item);
    frozen++;
    for (const key of Reflect.ownKeys(item)) {
      const property = Object.getOwnPropertyDescriptor(item, key);
      if (property && "value" in property) waiting.push(property.value);
    }
  }
  return frozen;
}

/** An array, or an object whose prototype is Object.prototype or null. */
export function isPlain(value: unknown): value is object {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return Object.getPrototypeOf(value) === Array.prototype;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || prototype === Object.prototype;
}
