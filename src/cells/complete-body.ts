// What can be written at a place in the body of a form: keys and values from the schema of its kind, names of cells
// where the kind reads one, columns of the dataset it names, controls behind `$`, and samples.
import { parseDocument } from "yaml";
import { samples } from "#datasets/samples.ts";
import type { Kind } from "./kind.ts";
import { type BodyPath, partOf, type SchemaPart, unwrapped, valueAt } from "./schema-parts.ts";
import { placeInYaml } from "./place-in-yaml.ts";

/** A name of the notebook, as far as a form needs to know it. */
export interface KnownName {
  name: string;
  /** Of the cell that defines it: "dataset", "ts", … */
  kind: string;
  says: string;
  columns?: readonly string[];
}

export interface BodyOption {
  text: string;
  what: "key" | "value" | "name" | "column";
  /** What may stand there, or what is known of the name. */
  says: string;
}

export interface BodyCompletion {
  /** Where what is typed begins. */
  from: number;
  options: BodyOption[];
}

export function completeBody(
  kind: Kind,
  text: string,
  offset: number,
  names: readonly KnownName[],
): BodyCompletion | undefined {
  const place = placeInYaml(text, offset);
  if (!place) return undefined;
  const { path, what, typed, from } = place;
  if (what === "key") {
    const body = parsed(text);
    const written = Object.keys((valueAt(body, path) as object | undefined) ?? {}).filter(
      (key) => key !== typed,
    );
    const options = keyOptions(partOf(kind.schema, path, body)).filter(({ text }) => !written.includes(text));
    return options.length > 0 ? { from, options } : undefined;
  }
  const quote = /^["']/.exec(typed)?.[0] ?? "";
  const options = valueOptions(kind, path, parsed(text), names);
  return options.length > 0 ? { from: from + quote.length, options } : undefined;
}

function keyOptions(part: SchemaPart | undefined): BodyOption[] {
  return Object.entries(part?.entries ?? {}).map(([key, entry]) => ({
    text: key,
    what: "key",
    says: `${entry.type === "optional" ? "" : "needed; "}${ruleOf(entry)}`,
  }));
}

function valueOptions(kind: Kind, path: BodyPath, body: unknown, names: readonly KnownName[]): BodyOption[] {
  const part = partOf(kind.schema, path, body);
  const rule = ruleOf(part);
  const fixed = choicesOf(part).map((text): BodyOption => ({ text, what: "value", says: "" }));
  const key = String(path.at(-1));
  const controls = names
    .filter((name) => name.kind === "control")
    .map(({ name, says }): BodyOption => ({ text: `$${name}`, what: "name", says: `control, ${says}` }));
  const inList = path.length === 2 && typeof path[1] === "number";
  const asked = inList ? { [String(path[0])]: ["x"] } : { [key]: "x" };
  const namesCell = (inList || path.length === 1) && kind.reads(asked).includes("x");
  if (rule.includes("sample:")) return [...sampleOptions(), ...rowOptions(names)];
  if (namesCell) return cellOptions(rule, names);
  const listRule =
    typeof path.at(-1) === "number" ? ruleOf(partOf(kind.schema, path.slice(0, -1), body)) : "";
  if (`${rule} ${listRule}`.includes("column")) return columnOptions(body, names);
  return part?.type === "strict_object" || part?.type === "array" ? fixed : [...fixed, ...controls];
}

function sampleOptions(): BodyOption[] {
  return samples.map(({ name, credit }) => ({ text: `sample:${name}`, what: "value", says: credit }));
}

/** What code may have made rows of. */
function rowOptions(names: readonly KnownName[]): BodyOption[] {
  return names
    .filter(({ says }) => says.startsWith("array of"))
    .map(({ name, kind, says }) => ({ text: name, what: "name", says: `${kind}, ${says}` }));
}

/** Names of cells, those first whose kind the rule mentions: "must be the name of a train or quantize cell". */
function cellOptions(rule: string, names: readonly KnownName[]): BodyOption[] {
  const wanted = /((?:\w+ or )?\w+) cell\b/.exec(rule)?.[1].split(" or ");
  const ofAnyKind = rule.includes("of this notebook");
  const fits = (name: KnownName) => wanted === undefined || wanted.includes(name.kind);
  const isForm = (name: KnownName) => !["ts", "js", "sql"].includes(name.kind);
  return names
    .filter((name) => (wanted === undefined ? ofAnyKind || !isForm(name) : fits(name) || !isForm(name)))
    .sort((a, b) => Number(fits(b)) - Number(fits(a)))
    .map(({ name, kind, says }) => ({
      text: name,
      what: "name",
      says: says === "" ? kind : `${kind}, ${says}`,
    }));
}

function columnOptions(body: unknown, names: readonly KnownName[]): BodyOption[] {
  const data = valueAt(body, ["data"]) ?? valueAt(body, ["reference"]);
  const columns = names.find(({ name }) => name === data)?.columns ?? [];
  return columns.map((text) => ({ text, what: "column", says: `column of ${String(data)}` }));
}

function choicesOf(part: SchemaPart | undefined): string[] {
  if (part?.type === "picklist") return (part.options ?? []).map(String);
  if (part?.type === "literal") return [String(part.literal)];
  if (part?.type === "boolean") return ["true", "false"];
  return [];
}

/** "must be a whole number", as the schema would say if it were not. */
function ruleOf(part: SchemaPart | undefined): string {
  const inner = part && unwrapped(part, undefined);
  const message = inner?.message ?? part?.message;
  if (typeof message === "string") return message;
  return (
    {
      strict_object: "a map of keys",
      array: "a list",
      string: "text",
      number: "a number",
      boolean: "true or false",
    }[inner?.type ?? ""] ?? ""
  );
}

function parsed(text: string): unknown {
  try {
    return parseDocument(text, { strict: false, uniqueKeys: false, logLevel: "silent" }).toJS() as unknown;
  } catch {
    return undefined;
  }
}
