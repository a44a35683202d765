// name.lock.json as a record of a run: which data it read and what it reached, and whether another run reached the same.
// `#document/sidecars.ts` reads and prints the file; where it lies is for the page or the command line to say.
import { SIDECAR_VERSION, type Lock } from "#document/sidecars.ts";
import { hashJson } from "#hashing/content-hash.ts";
import { backendId } from "#session/backend-id.ts";
import type { Session } from "#session/session.ts";

/** What a run gave, of what a lock holds. */
export interface Measured {
  /** Content hash by the name of the dataset's cell. */
  datasets: Readonly<Record<string, string>>;
  /** By cell and metric. */
  results: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By cell: one hash of all that it defines; not of cells that read a clock or the network. */
  values?: Readonly<Record<string, string>>;
  /** As `backendId` names it. */
  backend: string;
}

/** Of a session, what is measured. */
type MeasuredSession = Pick<Session, "cells" | "state" | "backend">;

/**
 * - `identical`: the same to 12 significant digits, or the same hash
 * - `within tolerance`: another backend, and no further off than the lock allows
 * - `different`: anything else
 * - `missing`: the lock has it, the run has not
 * - `not locked`: the run has it, the lock has not, or only for other backends with nothing said of how far they may differ
 */
export type Verdict = "identical" | "within tolerance" | "different" | "missing" | "not locked";

export interface Comparison {
  /** The cell, and for a number its metric. */
  cell: string;
  metric?: string;
  expected?: number | string;
  got?: number | string;
  verdict: Verdict;
}

/** Of the digits behind "sha256:" enough to tell values apart, and no more than a link has room for. */
const VALUE_HASH_START = "sha256:".length;
const VALUE_HASH_END = VALUE_HASH_START + 12;

/** birds.md has birds.lock.json beside it. */
export function lockFileOf(notebookFile: string): string {
  return `${notebookFile.replace(/\.(?:md|markdown)$/i, "")}.lock.json`;
}

/** Of the cells that are done: hashes of datasets, and all metrics that are numbers. */
export function measuredBy(session: MeasuredSession, backend = backendId(session.backend)): Measured {
  const datasets: Record<string, string> = {};
  const values: Record<string, string> = {};
  const results: Record<string, Record<string, number>> = {};
  for (const view of session.cells) {
    if (view.type !== "code" || (view.status !== "done" && view.status !== "cached")) continue;
    const { result } = session.state(view.id);
    if (!result) continue;
    const hash = result.contentHashes[view.name];
    if (view.kind === "dataset" && hash !== undefined) datasets[view.name] = hash;
    const metrics = Object.entries(result.metrics ?? {}).filter(([, value]) => Number.isFinite(value));
    if (metrics.length > 0) results[view.name] = Object.fromEntries(metrics);
    if (!result.isImpure && Object.keys(result.contentHashes).length > 0)
      values[view.name] = hashJson(result.contentHashes).slice(VALUE_HASH_START, VALUE_HASH_END);
  }
  return { datasets, results, values, backend };
}

/**
 * The lock of a run. Of an older one it keeps what other backends reached, for cells and metrics that there still are, and the
 * evidence.
 * @param libraries versions by package, `cairn` among them
 */
export function lockOf(measured: Measured, libraries: Readonly<Record<string, string>>, before?: Lock): Lock {
  const { cairn = "", ...others } = libraries;
  const results: Lock["results"] = {};
  for (const [cell, metrics] of Object.entries(measured.results)) {
    results[cell] = {};
    for (const [metric, value] of Object.entries(metrics)) {
      results[cell][metric] = {
        ...before?.results[cell]?.[metric],
        [measured.backend]: { value, tolerance: 0 },
      };
    }
  }
  const values = Object.entries(measured.values ?? {}).map(([cell, hash]) => [
    cell,
    { ...before?.values?.[cell], [measured.backend]: hash },
  ]);
  return {
    version: SIDECAR_VERSION,
    datasets: { ...measured.datasets },
    results,
    ...(values.length > 0 && { values: Object.fromEntries(values) as NonNullable<Lock["values"]> }),
    provenance: { cairn, libraries: others },
    evidence: { ...before?.evidence },
  };
}

/** Every entry of the lock and of the run, datasets first, in the order of their names. */
export function compareWithLock(lock: Lock, measured: Measured): Comparison[] {
  const datasets = namesOf(lock.datasets, measured.datasets).map((cell): Comparison => {
    const expected = lock.datasets[cell];
    const got = measured.datasets[cell];
    return { cell, ...given(expected, got), verdict: verdictOf(expected, got, () => expected === got) };
  });
  const results = namesOf(lock.results, measured.results).flatMap((cell) => {
    const expected = lock.results[cell] ?? {};
    const got = measured.results[cell] ?? {};
    return namesOf(expected, got).map((metric): Comparison => {
      const found = { cell, metric, backend: measured.backend };
      return compareNumber(found, expected[metric], got[metric]);
    });
  });
  return [...datasets, ...results];
}

/** Two numbers agree to 12 significant digits. */
export function areIdentical(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

function compareNumber(
  { cell, metric, backend }: { cell: string; metric: string; backend: string },
  byBackend: Lock["results"][string][string] | undefined,
  got: number | undefined,
): Comparison {
  const own = byBackend?.[backend];
  if (own || byBackend === undefined || got === undefined) {
    const expected = own?.value ?? Object.values(byBackend ?? {})[0]?.value;
    const verdict = verdictOf(expected, got, () => areIdentical(expected!, got!));
    return { cell, metric, ...given(expected, got), verdict };
  }
  const others = Object.values(byBackend);
  const near = others.find(({ value, tolerance }) => tolerance > 0 && Math.abs(value - got) <= tolerance);
  const judged = near ?? others.find(({ tolerance }) => tolerance > 0);
  const verdict = near ? "within tolerance" : judged ? "different" : "not locked";
  return { cell, metric, ...given(judged?.value, got), verdict };
}

function verdictOf(expected: unknown, got: unknown, isEqual: () => boolean): Verdict {
  if (expected === undefined) return "not locked";
  if (got === undefined) return "missing";
  return isEqual() ? "identical" : "different";
}

function given<Value extends number | string>(
  expected: Value | undefined,
  got: Value | undefined,
): { expected?: Value; got?: Value } {
  return { ...(expected !== undefined && { expected }), ...(got !== undefined && { got }) };
}

function namesOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
