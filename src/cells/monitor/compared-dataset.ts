// What a form names as reference or current: a dataset, or a list of rows that code has made.
import { Dataset } from "#datasets/dataset.ts";
import type { ParsedTable } from "#datasets/parse-csv.ts";
import { tableVersion } from "#datasets/table-version.ts";
import type { ComparedDataset } from "#monitoring/drift-report.ts";

export function comparedTable(name: string, { columns, rowCount }: ParsedTable): ComparedDataset {
  const version = tableVersion({ columns, rowCount });
  return { name, data: new Dataset({ source: name, version, contentHash: version, columns, rowCount }) };
}
