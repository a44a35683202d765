// The engine worker: our code only. It imports datasets, scores predictions, compares data and runs queries, and it
// survives Stop unless it is what is stopped.
import type { Encoded } from "#cell-api/codec.ts";
import type { TableOutput } from "#cell-api/outputs.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { runDataset } from "#cells/dataset/run.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import { reportForEvaluate, type Handover } from "#cells/evaluate/report.ts";
import { type MonitorTask, reportForMonitor } from "#cells/monitor/report.ts";
import { runSql, type SqlTask } from "#cells/sql/run.ts";
import { decodePicture, type PictureSize } from "#datasets/decode-picture.ts";
import type { Picture } from "#datasets/picture.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { SqlDatabase } from "#datasets/sql-database.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { FromEngine, Port, ToEngine } from "./contract.ts";
import { sendError } from "./send-error.ts";

export interface EngineMethods {
  dataset(args: { body: DatasetBody; given: { bytes: Uint8Array } | { rows: Encoded } }): Promise<{
    encoded: Encoded;
    profile: DatasetProfile;
  }>;
  picture(args: { bytes: Uint8Array; fileName: string; size?: PictureSize }): Picture;
  /** Whether DuckDB has started: else `openSql` comes first. */
  hasSql(args: undefined): boolean;
  openSql(args: { wasm: Uint8Array }): Promise<void>;
  sql(args: SqlTask): { encoded: Encoded; output: TableOutput };
  evaluate(args: { body: EvaluateBody; handover: Handover }): Report;
  monitor(args: MonitorTask): DriftReport;
}

export type OpenSql = (wasm: Uint8Array) => Promise<SqlDatabase>;

const methodsWith = (openSql: OpenSql, opened: { sql?: SqlDatabase } = {}): EngineMethods => ({
  async dataset({ body, given }) {
    const { dataset, profile } = await runDataset(body, given);
    return { encoded: { $: "dataset", data: dataset.data() }, profile };
  },
  picture: ({ bytes, fileName, size }) => decodePicture(bytes, fileName, { ...(size && { size }) }),
  hasSql: () => opened.sql !== undefined,
  async openSql({ wasm }) {
    opened.sql ??= await openSql(wasm);
  },
  sql: (task) => runSql(task, opened.sql!),
  evaluate: ({ body, handover }) => reportForEvaluate(body, handover),
  monitor: (task) => reportForMonitor(task),
});

/** @param openSql starts DuckDB */
export function createEngine(port: Port, openSql: OpenSql): void {
  const methods = methodsWith(openSql);
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
