// The key of a cell: a hash of all that decides its result. Equal keys mean an equal result; staleness is a
// comparison of keys, never a flag. Library versions, backend and device are provenance, not key:
// with them in it, each release would make every result and every shared link stale.
import type { CellId } from "#document/notebook.ts";
import { hashJson, type ContentHash } from "#hashing/content-hash.ts";
import type { CellFacts } from "./cell-facts.ts";
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

export function keysOf(
  graph: Graph,
  results: ReadonlyMap<CellId, CellResult>,
  seed: string,
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
    keys.set(id, keyOf(cell, parts));
  }
  return keys;
}

/** The last key of each cell: planning asks for all keys after each cell, and few have changed. */
const lastKeys = new WeakMap<CellFacts, CellKey>();

function keyOf(cell: CellFacts, parts: KeyParts): CellKey {
  const last = lastKeys.get(cell);
  if (last && isSame(last.parts, parts)) return last;
  const { kind, resultVersion, body, stream, inputs } = parts;
  const made = { key: hashJson([kind, resultVersion, body, stream, inputs]), parts };
  lastKeys.set(cell, made);
  return made;
}

/** Of two keys of one cell in one graph, where only the seed and the values read can differ. */
function isSame(a: KeyParts, b: KeyParts): boolean {
  if (a.stream !== b.stream) return false;
  for (const name in a.inputs) if (a.inputs[name] !== b.inputs[name]) return false;
  return true;
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
