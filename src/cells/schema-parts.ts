// The way through a valibot schema: which part of it belongs to a place in a body.
import type { Kind } from "./kind.ts";

/** Where in a body: keys of maps and, from 0, indices of lists. */
export type BodyPath = readonly (string | number)[];

/** What of valibot's schemas leads from a form to the keys and values of a part of it. */
export interface SchemaPart {
  type?: string;
  message?: unknown;
  entries?: Record<string, SchemaPart>;
  item?: SchemaPart;
  wrapped?: SchemaPart;
  getter?: (input: unknown) => SchemaPart;
  options?: readonly unknown[];
  literal?: unknown;
}

/** The part for the value at `path`; undefined where the schema knows none. */
export function partOf(schema: Kind["schema"], path: BodyPath, body: unknown): SchemaPart | undefined {
  let part = schema as SchemaPart | undefined;
  for (let depth = 0; part; depth++) {
    part = unwrapped(part, valueAt(body, path.slice(0, depth)));
    if (depth === path.length) return part;
    part = part.item ?? part.entries?.[path[depth]!];
  }
  return undefined;
}

/** Without "optional" and "lazy" around it. */
export function unwrapped(part: SchemaPart, value: unknown): SchemaPart {
  let inner = part;
  while (inner.wrapped ?? inner.getter) inner = inner.wrapped ?? inner.getter!(value);
  return inner;
}

export function valueAt(body: unknown, path: BodyPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
    body,
  );
}
