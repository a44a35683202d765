// What can stand behind a dot: members of `tf` and of its values from a table made of their declarations, members of
// the values that cells made, and those of JavaScript's own objects, read off the objects themselves.
import type { Completion } from "@codemirror/autocomplete";
import { memberDocs } from "#cell-api/api-docs.ts";
import type { NameInfo, ValueInfo } from "#session/describe-names.ts";

type Table = Readonly<Record<string, readonly string[]>>;

/** @param path what stands before the dot, `["tf", "layers"]` */
export async function membersAt(
  path: readonly string[],
  names: readonly NameInfo[],
): Promise<readonly Completion[]> {
  const [first = "", ...rest] = path;
  if (first === "tf") return fromTable((await tfTables())[path.join(".")]);
  if (first === "plot" || first === "kernels") return rest.length === 0 ? fromDocs(first) : [];
  let value: ValueInfo | undefined = names.find(({ name }) => name === first);
  if (!value) return rest.length === 0 ? fromGlobal(first) : [];
  for (const key of rest) {
    const last: ValueInfo = value;
    value = last.members?.find(({ name }) => name === key);
    if (!value && last.type === "trained-model" && key === "model")
      value = { name: key, type: "model", says: "" };
    if (!value) return [];
  }
  return membersOf(value);
}

async function membersOf(value: ValueInfo): Promise<readonly Completion[]> {
  switch (value.type) {
    case "dataset":
    case "trained-model":
    case "quantized-model":
      return fromDocs(value.type);
    case "report":
      return fromDocs("report");
    case "drift-report":
      return fromDocs("drift-report");
    case "tensor":
      return fromTable((await tfTables()).Tensor);
    case "model":
      return fromTable((await tfTables()).LayersModel);
    case "object":
      return (value.members ?? []).map(({ name, says }) => ({ label: name, type: "member", detail: says }));
    case "unknown":
      return [];
    default:
      return fromPrototype(prototypes[value.type]);
  }
}

const prototypes: Record<string, object> = {
  array: Array.prototype,
  string: String.prototype,
  number: Number.prototype,
  boolean: Boolean.prototype,
  date: Date.prototype,
  map: Map.prototype,
  set: Set.prototype,
  bytes: Float32Array.prototype,
};

function fromDocs(type: keyof typeof memberDocs): Completion[] {
  return Object.entries(memberDocs[type]).map(([label, { signature, says }]) => ({
    label,
    type: "member",
    detail: signature,
    info: says,
  }));
}

let tables: Promise<Record<string, Table>> | undefined;

function tfTables(): Promise<Record<string, Table>> {
  tables ??= import("#ui/editor/tf-members.json").then((module) => module.default);
  return tables;
}

function fromTable(table: Table | undefined): Completion[] {
  return Object.entries(table ?? {}).map(([label, [signature = "", says = ""]]) => ({
    label,
    type: "member",
    detail: signature,
    ...(says !== "" && { info: says }),
    // classes and what is for backends come after what is called every day
    boost: /^[A-Z_]/.test(label) ? -10 : 0,
  }));
}

/** `Math.`, `Object.`, `console.`: only what a cell finds too, which has no page. */
function fromGlobal(name: string): Completion[] {
  const known = [
    "Array",
    "Date",
    "JSON",
    "Math",
    "Number",
    "Object",
    "Promise",
    "Reflect",
    "String",
    "console",
  ];
  if (!known.includes(name)) return [];
  return fromPrototype((globalThis as unknown as Record<string, object>)[name]);
}

function fromPrototype(object: object | undefined): Completion[] {
  const labels = new Set<string>();
  for (let each = object; each && each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
    if (each === Function.prototype) break;
    for (const key of Object.getOwnPropertyNames(each)) labels.add(key);
  }
  labels.delete("constructor");
  return [...labels]
    .filter((label) => /^[a-zA-Z]\w*$/.test(label) && label !== "name" && label !== "prototype")
    .map((label) => ({ label, type: "member" }));
}
