import type { Encoded } from "#cell-api/codec.ts";
import { type ImportedDataset, type ImportOptions, makeDataset } from "#datasets/import-dataset.ts";
import { type ReadOptions, readTable } from "#datasets/read-table.ts";
import type { StoredTable } from "#datasets/table-change-types.ts";
import type { DatasetBody } from "./dataset-kind.ts";
import { tableOfCell } from "./rows-of-cell.ts";
import { datasetSource } from "./source.ts";
import { checkStored } from "./table-change.ts";

/** Bytes of a file, the copy of a cell's value, or a version that was kept. */
export type DatasetGiven = { bytes: Uint8Array } | { rows: Encoded } | { table: StoredTable };

export async function runDataset(body: DatasetBody, given: DatasetGiven): Promise<ImportedDataset> {
  const options = optionsOf(body);
  if ("table" in given) return makeDataset({ ...checkStored(given.table), warnings: [] }, 0, options);
  if ("rows" in given) return makeDataset(tableOfCell(given.rows, body.from), 0, options);
  return makeDataset(
    await readTable(given.bytes, fileNameOf(body.from), readOptions(body)),
    given.bytes.length,
    options,
  );
}

/** What stands behind `?` in an address is no ending of a file. */
function fileNameOf(from: string): string {
  return /^https?:/.test(from) ? new URL(from).pathname.replace(/^.*\//, "") || new URL(from).host : from;
}

function readOptions({ pictures }: DatasetBody): ReadOptions {
  return pictures ? { pictures: { ...pictures, channels: pictures.channels ?? 3 } } : {};
}

function optionsOf(body: DatasetBody): ImportOptions {
  const source = datasetSource(body.from);
  return {
    source: body.from,
    ...(source.type === "sample" && { credit: source.credit }),
    ...(body.split && { split: body.split }),
    ...(body.missing && { missing: body.missing }),
  };
}
