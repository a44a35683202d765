// The key of a cell: a hash of all that decides its result. Equal keys mean an equal result; staleness is a
// comparison of keys, never a flag. Library versions, backend and device are provenance, not key:
// with them in it, each release would make every result and every shared link stale.
import type { CellId } from "#document/notebook.ts";
import { hashJson, type ContentHash } from "#hashing/content-hash.ts";
import type { Graph } from "./graph.ts";

export interface KeyParts {
  kind: string;
  resultVersion: number;
  /** Hash of the tokens, or of the parsed form. */
  body: string;
  /** Seed of the notebook and name of the stream. */
  stream: string;
  /** For each name read: the content hash of its value, or the key of the cell that makes it. */
  inputs: Readonly<Record<string, string>>;
}

export interface CellKey {
  key: string;
  parts: KeyParts;
}

/** What is remembered of a run. */
export interface CellResult {
  key: string;
  parts: KeyParts;
  contentHashes: Readonly<Record<string, ContentHash>>;
  /** Wall time. */
  ms: number;
  /** False when the values are neither in the worker nor in a copy: whoever needs them has them made again. */
  hasValues: boolean;
}

/** @param lastKeys the keys of the last time: those whose parts are the same are not hashed again */
export function keysOf(
  graph: Graph,
  results: ReadonlyMap<CellId, CellResult>,
  seed: string,
  lastKeys?: Map<CellId, CellKey>,
): Map<CellId, CellKey> {
  const keys = new Map<CellId, CellKey>();
  for (const id of graph.order) {
    const cell = graph.cells.get(id)!;
    const inputs: Record<string, string> = {};
    for (const [name, owner] of graph.inputs.get(id)!) {
      // In a cycle the owner comes later and has no key yet; such cells do not run.
      const ownerKey = keys.get(owner)?.key ?? `cycle:${graph.cells.get(owner)!.name}`;
      const result = results.get(owner);
      // `toString` is a name like any other: what every object inherits is no hash
      const hash = result?.key === ownerKey && Object.hasOwn(result.contentHashes, name);
      inputs[name] = hash ? result.contentHashes[name] : ownerKey;
    }
    const parts: KeyParts = {
      kind: cell.kind,
      resultVersion: cell.resultVersion,
      body: cell.bodyHash,
      stream: `${seed}/${cell.stream}`,
      inputs,
    };
    const key = keyOf(parts, lastKeys?.get(id));
    lastKeys?.set(id, key);
    keys.set(id, key);
  }
  return keys;
}

function keyOf(parts: KeyParts, last: CellKey | undefined): CellKey {
  if (last && keyChange(last.parts, parts) === undefined) return last;
  const { kind, resultVersion, body, stream, inputs } = parts;
  return { key: hashJson([kind, resultVersion, body, stream, inputs]), parts };
}

export type KeyChange = { what: "body" | "seed" } | { what: "input"; name: string };

/** What differs first between two keys of one cell: the reason a result is stale. */
export function keyChange(before: KeyParts, now: KeyParts): KeyChange | undefined {
  if (before.kind !== now.kind || before.body !== now.body || before.resultVersion !== now.resultVersion)
    return { what: "body" };
  const names = new Set([...Object.keys(before.inputs), ...Object.keys(now.inputs)]);
  for (const name of names) if (before.inputs[name] !== now.inputs[name]) return { what: "input", name };
  return before.stream === now.stream ? undefined : { what: "seed" };
}
