// A snapshot as name.outputs.json: what anyone may paint before they run anything. Keys of inputs and hashes
// of values stay at home: a published result is shown and compared, never a reason not to run.
import { checkOutput } from "#cell-api/output-schema.ts";
import { parseOutputs, printOutputs, SIDECAR_VERSION, type CellOutputs } from "#document/sidecars.ts";
import type { Json } from "#hashing/canonical-json.ts";
import type { Snapshot, SnapshotCell } from "./snapshot.ts";

export function printSnapshot({ title, cells }: Snapshot): string {
  return printOutputs({
    version: SIDECAR_VERSION,
    ...(title !== undefined && { notebook: title }),
    cells: Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, toFile(cell)])),
  });
}

/** @throws CairnError with line and column; outputs that are none are left out. */
export function parseSnapshot(text: string, file?: string): Snapshot {
  const { notebook, cells } = parseOutputs(text, file);
  return {
    version: 1,
    ...(notebook !== undefined && { title: notebook }),
    cells: Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, fromFile(cell)])),
  };
}

function toFile({ status, key, ms, outputs, inputs, metrics, error }: SnapshotCell): CellOutputs {
  return {
    status,
    key,
    ms: Math.round(ms),
    outputs: outputs as unknown as Json[],
    inputs,
    ...(metrics && { metrics: { ...metrics } }),
    ...(error && { error: error as unknown as Record<string, Json> }),
  };
}

function fromFile({ status, key, ms, outputs, inputs = [], metrics, error }: CellOutputs): SnapshotCell {
  return {
    status,
    key,
    ms,
    outputs: outputs.flatMap((output) => checkOutput(output) ?? []),
    inputs,
    ...(metrics && { metrics }),
    ...(typeof error?.["message"] === "string" && {
      error: error as unknown as NonNullable<SnapshotCell["error"]>,
    }),
  };
}
