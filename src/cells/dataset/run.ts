import { importDataset } from "#datasets/import-dataset.ts";
import type { Dataset } from "#datasets/dataset.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { DatasetBody } from "./dataset-kind.ts";
import { datasetSource } from "./source.ts";

export function runDataset(
  body: DatasetBody,
  bytes: Uint8Array,
): { dataset: Dataset; profile: DatasetProfile } {
  const source = datasetSource(body.from);
  return importDataset(bytes, {
    source: body.from,
    ...(source.type === "sample" && { credit: source.credit }),
    ...(body.split && { split: body.split as import("#datasets/split-rows.ts").SplitSpec }),
    ...(body.missing && { missing: body.missing }),
    ...(body.version !== undefined && { pinned: body.version }),
  });
}
