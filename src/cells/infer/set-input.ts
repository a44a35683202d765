// One input of a prediction in its text: the form in the page writes it here, so that a reader and the command line
// ask the same.
import { isMap, isScalar, parseDocument, stringify } from "yaml";
import { withKey } from "#cells/set-key.ts";

/** The body with another value for a column; comments and all else stay. */
export function withInput(body: string, column: string, value: number | string): string {
  const document = parseDocument(body, { keepSourceTokens: true });
  const { contents } = document;
  const pair = isMap(contents)
    ? contents.items.find((item) => isScalar(item.key) && item.key.value === "inputs")
    : undefined;
  const key = stringify(column).trimEnd();
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  const inputs = pair?.value as { range?: [number, number, number]; flow?: boolean } | null | undefined;
  if (!isMap(inputs) || !inputs.range) return withKey(body, "inputs", `{ ${key}: ${text} }`);
  const [start, end] = inputs.range;
  if (inputs.flow) {
    if (inputs.items.length === 0) return `${body.slice(0, start)}{ ${key}: ${text} }${body.slice(end)}`;
    return `${body.slice(0, start)}${withKey(body.slice(start, end), column, text)}${body.slice(end)}`;
  }
  // Lines below `inputs:`. They begin at the column of the first key; withKey reads them as a form of its own.
  const lineStart = body.lastIndexOf("\n", start - 1) + 1;
  const indent = body.slice(lineStart, start);
  const last = body.slice(start, end).replace(/\s+$/, "").length + start;
  const lines = body.slice(lineStart, last).split("\n");
  const own = lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
  const changed = withKey(own, column, text).split("\n");
  const written = changed.map((line) => (line === "" ? line : indent + line)).join("\n");
  return body.slice(0, lineStart) + written + body.slice(last);
}
