// How much memory the copies of a cell's values take, about: enough to keep a notebook within its budget.

const known = new WeakMap<object, number>();

/** In bytes. */
export function copySizeBytes(copies: ReadonlyMap<string, unknown>): number {
  let size = 0;
  for (const copy of copies.values()) size += valueSizeBytes(copy);
  return size;
}

/** The same of one copy, counted once. */
export function valueSizeBytes(copy: unknown): number {
  if (copy === null || typeof copy !== "object") return roughBytes(copy);
  let size = known.get(copy);
  if (size === undefined) known.set(copy, (size = roughBytes(copy)));
  return size;
}

function roughBytes(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "string") return value.length * 2;
  if (typeof value !== "object") return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof ArrayBuffer) return value.byteLength;
  let total = 16;
  for (const item of Array.isArray(value) ? value : Object.values(value)) total += roughBytes(item);
  return total;
}
