// The engine worker: our code only. It imports datasets, scores predictions, compares data and runs queries, and it
// survives Stop unless it is what is stopped.
import type { Encoded } from "#cell-api/codec.ts";
import type { TableOutput } from "#cell-api/outputs.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { type DatasetGiven, runDataset } from "#cells/dataset/run.ts";
import { changeOf, checkStored } from "#cells/dataset/table-change.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import { reportForEvaluate, type Handover } from "#cells/evaluate/report.ts";
import { type MonitorTask, reportForMonitor } from "#cells/monitor/report.ts";
import { runSql, type SqlTask } from "#cells/sql/run.ts";
import { decodePicture, type PictureSize } from "#datasets/decode-picture.ts";
import type { Picture } from "#datasets/picture.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { StoredTable, TableChange } from "#datasets/table-change-types.ts";
import type { SqlDatabase } from "#datasets/sql-database.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import { answerCalls } from "./answer-calls.ts";
import type { Port } from "./contract.ts";

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
  monitor(args: MonitorTask): DriftReport;
}

/** What is loaded when it is first needed. */
export interface EngineParts {
  /** Starts DuckDB. */
  openSql(wasm: Uint8Array): Promise<SqlDatabase>;
}

const methodsWith = (parts: EngineParts, opened: { sql?: SqlDatabase } = {}): EngineMethods => ({
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
  monitor: (task) => reportForMonitor(task),
});

export function createEngine(port: Port, parts: EngineParts): void {
  answerCalls(port, methodsWith(parts));
}
