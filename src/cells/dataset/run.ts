import { type ImportedDataset, makeDataset } from "#datasets/import-dataset.ts";
import { readTable } from "#datasets/read-table.ts";
import type { DatasetBody } from "./dataset-kind.ts";
import { datasetSource } from "./source.ts";

export async function runDataset(body: DatasetBody, bytes: Uint8Array): Promise<ImportedDataset> {
  const source = datasetSource(body.from);
  return makeDataset(await readTable(bytes, body.from), bytes.length, {
    source: body.from,
    ...(source.type === "sample" && { credit: source.credit }),
    ...(body.split && { split: body.split as import("#datasets/split-rows.ts").SplitSpec }),
    ...(body.missing && { missing: body.missing }),
    ...(body.version !== undefined && { pinned: body.version }),
  });
}
