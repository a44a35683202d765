// The value of a cell as JSON for --json: plain data as it is, the rest as what can be said of it briefly.
import type { Encoded } from "#cell-api/codec.ts";
import type { CodeCellView } from "#session/session-view.ts";

const LIMIT_CHARACTERS = 10_000;

/** One name: its value. Several: an object of them. Undefined when nothing of it is data. */
export function valueForJson(view: CodeCellView, copies: ReadonlyMap<string, Encoded>): unknown {
  const entries = [...copies].map(([name, encoded]) => [name, brief(encoded)] as const);
  if (entries.length === 0) return undefined;
  const value: unknown = entries.length === 1 ? entries[0][1] : Object.fromEntries(entries);
  const text = JSON.stringify(value);
  if (text === undefined) return undefined;
  return text.length <= LIMIT_CHARACTERS
    ? value
    : { type: "large", characters: text.length, cell: view.name };
}

function brief(encoded: Encoded): unknown {
  if (typeof encoded === "bigint") return String(encoded);
  if (encoded === null || typeof encoded !== "object") return encoded;
  switch (encoded.$) {
    case "array":
    case "set":
      return encoded.items.map(brief);
    case "object":
      return Object.fromEntries(encoded.entries.map(([key, item]) => [key, brief(item)]));
    case "map":
      return encoded.entries.map(([key, item]) => [brief(key), brief(item)]);
    case "date":
      return new Date(encoded.time).toISOString();
    case "bytes":
      return { type: encoded.value.constructor.name, bytes: encoded.value.byteLength };
    case "tensor":
      return { type: "tensor", shape: encoded.shape, dtype: encoded.dtype };
    case "model":
      return { type: "model", weights: encoded.artifacts.weightSpecs.length };
    case "dataset":
      return { type: "dataset", rows: encoded.data.rowCount, version: encoded.data.version };
    case "trained-model":
      return { type: "trained-model", target: encoded.data.preprocessing.target.name };
    case "quantized-model": {
      const { picked, files } = encoded.data;
      const bytes = Object.fromEntries(files.map((file) => [file.format, file.bytes.length]));
      return { type: "quantized-model", picked, bytes };
    }
  }
}
