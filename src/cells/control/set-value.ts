// A control's value in its text, and as a person types it on a command line.
import { withInput } from "#cells/infer/set-input.ts";
import { withKey } from "#cells/set-key.ts";
import type { ControlBody, ControlValue } from "./control-kind.ts";

/**
 * The body with another value; comments and all else stay.
 * @param input of an infer cell: the column whose value it is
 */
export function withValue(body: string, value: ControlValue, input?: string): string {
  return input === undefined ? withKey(body, "value", scalarText(value)) : withInput(body, input, value);
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
