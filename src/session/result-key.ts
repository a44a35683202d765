// Under which name a result is kept: the cell's key, and where the cell reads a file, what that file holds now. Its
// text names the file only, so its key is the same whatever the file says.
import type { ControlBody } from "#cells/control/control-kind.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { datasetSource } from "#cells/dataset/source.ts";
import type { CellFacts } from "#dataflow/cell-facts.ts";
import { hashBytes, hashJson } from "#hashing/content-hash.ts";
import { fillReferences } from "#sandbox/fill-references.ts";
import { KeptTables } from "./kept-tables.ts";
import type { SessionServices } from "./services.ts";

interface KeptCell {
  fact: CellFacts;
  key: string;
  /** Of the values that it reads, for `$name` in its body. */
  copies: Readonly<Record<string, unknown>>;
  services: Pick<SessionServices, "file" | "sample" | "tables">;
}

/** Undefined where the result must not be kept or taken from the store: what it reads is gone, or on another host. */
export async function resultKey({ fact, key, copies, services }: KeptCell): Promise<string | undefined> {
  if (fact.kind === "control") {
    const { type, value } = fact.body as ControlBody;
    if (type !== "file" && type !== "camera") return key;
    return value === undefined
      ? key
      : withBytes(key, await services.file(String(value).replace(/^\.\//, "")));
  }
  if (fact.kind !== "dataset") return key;
  let source;
  try {
    source = datasetSource((fillReferences(fact.body, copies) as DatasetBody).from);
  } catch {
    return undefined; // its run says what is wrong
  }
  if (source.type === "url") return undefined;
  if (source.type === "cell") return key;
  if (source.type === "sample")
    return withBytes(key, await services.sample(source.file).catch(() => undefined));
  // After another version was read in between, what has changed is said again.
  const last = await new KeptTables(services.tables).last(fact.name);
  return withBytes(hashJson([key, last ?? null]), await services.file(source.name));
}

function withBytes(key: string, bytes: Uint8Array | undefined): string | undefined {
  return bytes && hashJson([key, hashBytes(bytes)]);
}
