// A control's value in its text: only `value:` changes, whatever it was and however it was written.
import { isMap, isScalar, parseDocument } from "yaml";
import type { ControlBody, ControlValue } from "./control-kind.ts";

/** The body with another value; comments and all else stay. */
export function withValue(body: string, value: ControlValue): string {
  const document = parseDocument(body, { keepSourceTokens: true });
  const { contents } = document;
  const text = scalarText(value);
  if (!isMap(contents)) return `${body}\nvalue: ${text}`;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === "value");
  if (pair) {
    const [keyEnd] = (pair.key as { range: [number, number, number] }).range.slice(1);
    const colon = body.indexOf(":", keyEnd);
    const range = (pair.value as { range?: [number, number, number] } | null)?.range;
    const isBlock = isScalar(pair.value) && (pair.value.type ?? "").startsWith("BLOCK");
    const end = range ? Math.max(colon + 1, isBlock ? trimmedEnd(body, range[1]) : range[1]) : colon + 1;
    return `${body.slice(0, colon + 1)} ${text}${body.slice(end)}`;
  }
  const [, end] = contents.range!;
  if (!contents.flow) return `${body.replace(/\s*$/, "")}\nvalue: ${text}`;
  return `${body.slice(0, end - 1).trimEnd()}, value: ${text} ${body.slice(end - 1)}`;
}

/**
 * What a person means by `--set name=text`.
 * @throws Error saying what it must be
 */
export function valueOfText(body: ControlBody, text: string): ControlValue {
  switch (body.type) {
    case "slider":
    case "number": {
      const value = Number(text);
      if (text.trim() !== "" && !Number.isNaN(value)) return value;
      throw new Error(`its value must be a number, got "${text}"`);
    }
    case "choice": {
      const option = body.options.find((each) => String(each) === text);
      if (option !== undefined) return option;
      throw new Error(`its value must be one of ${body.options.join(", ")}, got "${text}"`);
    }
    case "file":
    case "camera":
      return text.startsWith("./") ? text : `./${text}`;
    default:
      return text; // also for a type that is misspelt, which is said as the cell's problem
  }
}

/** A JSON string is a YAML string, on one line, whatever it holds. */
function scalarText(value: ControlValue): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function trimmedEnd(body: string, end: number): number {
  return body.slice(0, end).replace(/[\r\n]+$/, "").length;
}
