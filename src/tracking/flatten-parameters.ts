// The body of a form as a flat list of parameters, so that two runs can be compared line by line.
import type { ParameterValue } from "./run-record.ts";

/**
 * `{ layers: [{ dense: 16 }], features: [a, b] }` gives `layers.1.dense: 16` and `features: "a, b"`: places in a list
 * count from 1, and a list of scalars is one parameter.
 */
export function flattenParameters(body: unknown): Record<string, ParameterValue> {
  const found: [string, ParameterValue][] = [];
  const walk = (value: unknown, path: string): void => {
    if (isScalar(value)) found.push([path, value]);
    else if (Array.isArray(value)) {
      if (value.every(isScalar)) found.push([path, value.map(String).join(", ")]);
      else for (const [at, item] of value.entries()) walk(item, joined(path, String(at + 1)));
    } else if (value !== null && typeof value === "object") {
      for (const [key, item] of Object.entries(value)) walk(item, joined(path, key));
    }
  };
  walk(body, "");
  return Object.fromEntries(found);
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isScalar(value: unknown): value is ParameterValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
