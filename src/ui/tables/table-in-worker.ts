import { releaseProxy, wrap } from "comlink";
import type { NamedColumn, TableIndex } from "./table-index.ts";
import type { TableSource } from "./table-source.ts";

/** One worker for all tables of the page; it runs our code only. */
let worker: Worker | undefined;

export async function tableInWorker(columns: readonly NamedColumn[]): Promise<TableSource> {
  worker ??= new Worker(new URL("./table.worker.ts", import.meta.url), { type: "module", name: "tables" });
  const RemoteIndex = wrap<typeof TableIndex>(worker);
  const index = await new RemoteIndex(columns);
  return {
    select: (query) => index.select(query),
    rows: (from, to) => index.rows(from, to),
    summaries: () => index.summaries(),
    close: () => index[releaseProxy](),
  };
}
