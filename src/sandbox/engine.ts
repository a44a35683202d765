// The engine worker: our code only. It imports datasets, scores predictions, compares data, runs queries and writes
// ONNX files, and it survives Stop unless it is what is stopped.
import type { Encoded } from "#cell-api/codec.ts";
import type { TableOutput } from "#cell-api/outputs.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { type DatasetGiven, runDataset } from "#cells/dataset/run.ts";
import { changeOf, checkStored } from "#cells/dataset/table-change.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import { reportForEvaluate, type Handover } from "#cells/evaluate/report.ts";
import { type MonitorTask, reportForMonitor } from "#cells/monitor/report.ts";
import { runSql, type SqlTask } from "#cells/sql/run.ts";
import type { OnnxFile, OnnxTask } from "#cells/train/onnx-file.ts";
import { decodePicture, type PictureSize } from "#datasets/decode-picture.ts";
import type { Picture } from "#datasets/picture.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { StoredTable, TableChange } from "#datasets/table-change-types.ts";
import type { SqlDatabase } from "#datasets/sql-database.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { FromEngine, Port, SentError, ToEngine } from "./contract.ts";
import { receivedError, sendError } from "./send-error.ts";

export interface EngineMethods {
  dataset(args: { body: DatasetBody; given: DatasetGiven }): Promise<{
    encoded: Encoded;
    profile: DatasetProfile;
    /** As it was imported, before rows were left out. */
    table: StoredTable;
  }>;
  /** What set two versions of a table apart. */
  tableChange(args: { before: StoredTable; after: StoredTable; key?: string }): TableChange;
  picture(args: { bytes: Uint8Array; fileName: string; size?: PictureSize }): Picture;
  /** Whether DuckDB has started: else `openSql` comes first. */
  hasSql(args: undefined): boolean;
  openSql(args: { wasm: Uint8Array }): Promise<void>;
  sql(args: SqlTask): { encoded: Encoded; output: TableOutput };
  evaluate(args: { body: EvaluateBody; handover: Handover }): Report;
  /** Whether ONNX Runtime has started: else `openOnnx` comes first. */
  hasOnnx(args: undefined): boolean;
  openOnnx(args: OnnxAssets): Promise<void>;
  onnx(task: OnnxTask): Promise<OnnxFile>;
  monitor(args: MonitorTask): DriftReport;
}

/** Files of the sandbox's folder that ONNX Runtime is made of. */
export interface OnnxAssets {
  wasm: Uint8Array;
  script: Uint8Array;
}

/** What is loaded when it is first needed. */
export interface EngineParts {
  /** Starts DuckDB. */
  openSql(wasm: Uint8Array): Promise<SqlDatabase>;
  /** Starts ONNX Runtime, with TensorFlow.js beside it. */
  openOnnx(assets: OnnxAssets): Promise<MakeOnnx>;
}

/** An error comes as data: the part is a bundle of its own, whose CairnError is another class. */
export type MakeOnnx = (task: OnnxTask) => Promise<{ file: OnnxFile } | { error: SentError }>;

const methodsWith = (
  parts: EngineParts,
  opened: { sql?: SqlDatabase; onnx?: MakeOnnx } = {},
): EngineMethods => ({
  async dataset({ body, given }) {
    const { dataset, profile, table } = await runDataset(body, given);
    return { encoded: { $: "dataset", data: dataset.data() }, profile, table };
  },
  tableChange: ({ before, after, key }) => changeOf(checkStored(before), after, key),
  picture: ({ bytes, fileName, size }) => decodePicture(bytes, fileName, { ...(size && { size }) }),
  hasSql: () => opened.sql !== undefined,
  async openSql({ wasm }) {
    opened.sql ??= await parts.openSql(wasm);
  },
  sql: (task) => runSql(task, opened.sql!),
  evaluate: ({ body, handover }) => reportForEvaluate(body, handover),
  hasOnnx: () => opened.onnx !== undefined,
  async openOnnx(assets) {
    opened.onnx ??= await parts.openOnnx(assets);
  },
  async onnx(task) {
    const made = await opened.onnx!(task);
    if ("error" in made) throw receivedError(made.error);
    return made.file;
  },
  monitor: (task) => reportForMonitor(task),
});

export function createEngine(port: Port, parts: EngineParts): void {
  const methods = methodsWith(parts);
  port.onMessage((message) => {
    const { call, method, args } = message as ToEngine;
    const post = (answer: FromEngine) => port.post(answer);
    const run = methods[method as keyof EngineMethods] as (args: unknown) => unknown;
    void answer(() => run(args)).then(
      (value) => post({ call, value }),
      (error: unknown) => post({ call, error: sendError(error) }),
    );
  });
}

/** What is thrown at once and what is thrown later are one. */
async function answer(work: () => unknown): Promise<unknown> {
  return work();
}
