// The formats that a model can be made smaller in, in the order of their tables.

export const quantizedFormats = ["float16", "int8_dynamic", "int8", "int4"] as const;
export type QuantizedFormat = (typeof quantizedFormats)[number];

/** Those, and what they were made of. */
export const modelFormats = ["float32", ...quantizedFormats] as const;
export type ModelFormat = (typeof modelFormats)[number];

/**
 * Formats whose answer for one row depends on the rows beside it: the scale of what flows through the network is found
 * anew for all rows that are asked at once. They are scored row by row, as they are used.
 */
export function dependsOnBatch(format: ModelFormat): boolean {
  return format === "int8_dynamic";
}
