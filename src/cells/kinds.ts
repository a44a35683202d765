// The table of kinds. A new kind is one row here and one folder beside it.
import { controlKind } from "./control/control-kind.ts";
import { datasetKind } from "./dataset/dataset-kind.ts";
import { evaluateKind } from "./evaluate/evaluate-kind.ts";
import { inferKind } from "./infer/infer-kind.ts";
import type { Kind } from "./kind.ts";
import { monitorKind } from "./monitor/monitor-kind.ts";
import { pipelineKind } from "./pipeline/pipeline-kind.ts";
import { quantizeKind } from "./quantize/quantize-kind.ts";
import { trainKind } from "./train/train-kind.ts";

export const kinds: ReadonlyMap<string, Kind> = new Map(
  [datasetKind, controlKind, trainKind, evaluateKind, quantizeKind, inferKind, monitorKind, pipelineKind].map(
    (kind) => [kind.name, kind],
  ),
);
