// One key of a form in its text: only that changes, whatever stood there and however it was written.
import { isMap, isScalar, parseDocument } from "yaml";

/** The body with another value for the key; comments and all else stay. @param text the value as YAML, on one line */
export function withKey(body: string, key: string, text: string): string {
  const document = parseDocument(body, { keepSourceTokens: true });
  const { contents } = document;
  if (!isMap(contents)) return `${body}\n${key}: ${text}`;
  const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair) {
    const [keyEnd] = (pair.key as { range: [number, number, number] }).range.slice(1);
    const colon = body.indexOf(":", keyEnd);
    const range = (pair.value as { range?: [number, number, number] } | null)?.range;
    const isBlock =
      (isScalar(pair.value) && (pair.value.type ?? "").startsWith("BLOCK")) || isBlockMap(pair.value);
    const end = range ? Math.max(colon + 1, isBlock ? trimmedEnd(body, range[1]) : range[1]) : colon + 1;
    return `${body.slice(0, colon + 1)} ${text}${body.slice(end)}`;
  }
  const [, end] = contents.range!;
  if (!contents.flow) return `${body.replace(/\s*$/, "")}\n${key}: ${text}`;
  return `${body.slice(0, end - 1).trimEnd()}, ${key}: ${text} ${body.slice(end - 1)}`;
}

function isBlockMap(value: unknown): boolean {
  return isMap(value) && value.flow !== true;
}

function trimmedEnd(body: string, end: number): number {
  return body.slice(0, end).replace(/\s+$/, "").length;
}
