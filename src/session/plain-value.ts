// Values that the host itself makes (a control's number, a report), in the form the cells' worker decodes.
import type { Encoded } from "#cell-api/codec.ts";

/** @param value JSON: null, booleans, numbers, text, arrays and plain objects of these, and bytes */
export function encodePlain(value: unknown): Encoded {
  if (value instanceof Uint8Array) return { $: "bytes", value };
  if (Array.isArray(value)) return { $: "array", items: value.map(encodePlain) };
  if (value !== null && typeof value === "object") {
    return { $: "object", entries: Object.entries(value).map(([key, item]) => [key, encodePlain(item)]) };
  }
  return value as Encoded;
}
