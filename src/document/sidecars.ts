// The two files beside a notebook: `name.lock.json` (what a run should give) and `name.outputs.json` (what to
// paint before anything runs). One result a line, keys sorted, so that they diff. Loaded only when needed.
import * as v from "valibot";
import { CairnError } from "#errors/cairn-error.ts";
import { canonicalJson, type Json } from "#hashing/canonical-json.ts";
import { parseJson, placeAt } from "./parse-json.ts";

export const SIDECAR_VERSION = 1;

const RESTORE = "Restore the file from version control, or delete it: running the notebook writes it anew.";

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(json), v.record(v.string(), json)]),
);

const expectedResult = v.strictObject({
  value: v.number(),
  /** Allowed difference from `value`; 0 asks for 12 equal digits. */
  tolerance: v.pipe(v.number(), v.minValue(0)),
});

const lockSchema = v.strictObject({
  version: v.literal(SIDECAR_VERSION),
  /** Content hash by the name of the dataset's cell. */
  datasets: v.record(v.string(), v.string()),
  /** By cell, metric and backend (`wasm`, `webgpu:<adapter>`). */
  results: v.record(v.string(), v.record(v.string(), v.record(v.string(), expectedResult))),
  /** By cell and backend: one hash of all that the cell defines, which tells where another run parted. */
  values: v.optional(v.record(v.string(), v.record(v.string(), v.string()))),
  provenance: v.strictObject({ cairn: v.string(), libraries: v.record(v.string(), v.string()) }),
  /** What the ladder of levels has seen, by the id of the criterion. */
  evidence: v.record(v.string(), json),
});

const cellOutputs = v.strictObject({
  status: v.picklist(["done", "stopped", "error"]),
  key: v.string(),
  /** Wall time of the run, in milliseconds. */
  ms: v.number(),
  backend: v.optional(v.string()),
  outputs: v.array(json),
  /** Names it read and the cells that made them, so that first paint needs no parser. */
  inputs: v.optional(v.array(v.strictObject({ name: v.string(), cell: v.string() }))),
  metrics: v.optional(v.record(v.string(), v.number())),
  error: v.optional(v.record(v.string(), json)),
});

const outputsSchema = v.strictObject({
  version: v.literal(SIDECAR_VERSION),
  notebook: v.optional(v.string()),
  /** By the cell's name. */
  cells: v.record(v.string(), cellOutputs),
});

export type Lock = v.InferOutput<typeof lockSchema>;
export type Outputs = v.InferOutput<typeof outputsSchema>;
export type CellOutputs = v.InferOutput<typeof cellOutputs>;

/** From a version to the next one; the first entry will be the change from 1 to 2. */
type Migrations = Readonly<Record<number, (older: object) => object>>;
const lockMigrations: Migrations = {};
const outputsMigrations: Migrations = {};

/** @throws CairnError with the line and column where the text is no lock */
export function parseLock(text: string, file = "name.lock.json"): Lock {
  return parseSidecar(text, file, lockSchema, lockMigrations);
}

/** @throws CairnError with the line and column where the text is no outputs file */
export function parseOutputs(text: string, file = "name.outputs.json"): Outputs {
  return parseSidecar(text, file, outputsSchema, outputsMigrations);
}

export function printLock(lock: Lock): string {
  const results = Object.entries(lock.results).map(([cell, metrics]): [string, string] => [
    cell,
    printEntries(
      Object.entries(metrics).map(([metric, backends]) => [metric, canonicalJson(backends)]),
      "    ",
    ),
  ]);
  return printDocument([
    ["version", String(lock.version)],
    ["datasets", printEntries(printed(lock.datasets), "  ")],
    ["results", printEntries(results, "  ")],
    ...(lock.values ? ([["values", printEntries(printed(lock.values), "  ")]] as [string, string][]) : []),
    ["provenance", canonicalJson(lock.provenance)],
    ["evidence", printEntries(printed(lock.evidence), "  ")],
  ]);
}

export function printOutputs(outputs: Outputs): string {
  return printDocument([
    ["version", String(outputs.version)],
    ...(outputs.notebook === undefined
      ? []
      : ([["notebook", JSON.stringify(outputs.notebook)]] as [string, string][])),
    ["cells", printEntries(printed(outputs.cells), "  ")],
  ]);
}

function printed(record: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(record).map(([key, value]) => [key, canonicalJson(value)]);
}

function printDocument(entries: [string, string][]): string {
  return `{\n${entries.map(([key, text]) => `  ${JSON.stringify(key)}: ${text}`).join(",\n")}\n}\n`;
}

function printEntries(entries: [string, string][], indent: string): string {
  if (entries.length === 0) return "{}";
  const lines = entries
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, text]) => `${indent}  ${JSON.stringify(key)}: ${text}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function parseSidecar<Schema extends v.GenericSchema>(
  text: string,
  file: string,
  schema: Schema,
  migrations: Migrations,
): v.InferOutput<Schema> {
  const value = migrate(parseJson(text, file, RESTORE), file, migrations);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue) ?? "the file";
  throw new CairnError(
    `${file}: ${path} must be ${issue.expected ?? "as the format says"}, got ${issue.received}`,
    {
      code: "bad-sidecar",
      at: { file, ...placeOfPath(text, issue.path?.map((item) => String(item.key)) ?? []) },
      hint: RESTORE,
    },
  );
}

function migrate(value: unknown, file: string, migrations: Migrations): unknown {
  let current = value;
  for (;;) {
    const version =
      typeof current === "object" && current !== null && "version" in current ? current.version : undefined;
    if (typeof version !== "number" || version === SIDECAR_VERSION) return current;
    if (version > SIDECAR_VERSION) {
      throw new CairnError(`${file}: version must be at most ${SIDECAR_VERSION}, got ${version}`, {
        code: "newer-sidecar",
        at: { file, line: 1, column: 1 },
        hint: "It was written by a newer Cairn: open it with that one.",
      });
    }
    const step = migrations[version];
    if (!step || typeof current !== "object" || current === null) return current;
    current = step(current);
  }
}

/** Where the last key of a path stands; its earlier keys are looked for in order. */
function placeOfPath(text: string, path: string[]): { line: number; column: number } {
  let at = 0;
  for (const key of path) {
    const next = text.indexOf(JSON.stringify(key), at);
    if (next >= 0) at = next;
  }
  return placeAt(text, at);
}
