// A dataset cell: the rows that its source has now, or those of the version that it pins, and what sets the two apart.
import type { Encoded } from "#cell-api/codec.ts";
import type { Output } from "#cell-api/outputs.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { datasetSource } from "#cells/dataset/source.ts";
import type { StoredTable } from "#datasets/table-change-types.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { KeptTables } from "./kept-tables.ts";
import type { RunCellInput } from "./cell-outcome.ts";
import type { SessionServices } from "./services.ts";

type Given = { bytes: Uint8Array } | { rows: Encoded } | { table: StoredTable };
type DatasetOutput = Extract<Output, { type: "dataset" }>;
type Result = { encoded: Encoded; output: DatasetOutput };

/** Undefined when nobody waits for it any more. @throws CairnError when there is no such file, or another version than the pinned one */
export async function readDataset(input: RunCellInput): Promise<Result | undefined> {
  const { fact, services, engine } = input;
  const { version: pinned, ...body } = input.filledBody as DatasetBody;
  const kept = new KeptTables(services.tables);
  const given = await givenFor(body, input).catch(async (error: unknown) => {
    // A pinned version needs its file no more, once it was read here.
    const table = isGone(error) && pinned !== undefined ? await kept.get(pinned) : undefined;
    if (table) return { table };
    throw error;
  });
  if (input.isStopped()) return undefined;
  const { encoded, profile, table } = await engine.call("dataset", { body, given });
  if ("table" in given) {
    profile.warnings.push(
      `${body.from} is gone: these are the rows of the pinned version, as they were kept.`,
    );
    return { encoded, output: { type: "dataset", profile } };
  }
  // A sample comes with Cairn and is there again.
  const keep = async () => {
    if (datasetSource(body.from).type === "sample") return;
    await kept.keep(fact.name, table).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      profile.warnings.push(`This version could not be kept: ${why}`);
    });
  };
  if (pinned !== undefined && pinned !== table.version) {
    const before = await kept.get(pinned);
    if (!before) throw otherVersion(body.from, table.version, pinned, "not kept here");
    const change = await engine
      .call("tableChange", { before, after: table, ...keyOf(body) })
      .catch((error: unknown) => {
        const isDamaged = error instanceof CairnError && error.code === "damaged-version";
        throw isDamaged ? otherVersion(body.from, table.version, pinned, "kept here, but damaged") : error;
      });
    const pinnedRows = await engine.call("dataset", { body, given: { table: before } });
    return {
      encoded: pinnedRows.encoded,
      output: { type: "dataset", profile: pinnedRows.profile, change, holds: "before" },
    };
  }
  const last = await kept.last(fact.name);
  const before = last !== undefined && last !== table.version ? await kept.get(last) : undefined;
  await keep();
  // What was kept and is damaged costs the comparison, not the run.
  const change =
    before &&
    (await engine.call("tableChange", { before, after: table, ...keyOf(body) }).catch(() => undefined));
  return { encoded, output: { type: "dataset", profile, ...(change && { change, holds: "after" }) } };
}

function keyOf({ split }: Pick<DatasetBody, "split">): { key?: string } {
  return split?.by === "hash" && split.key !== undefined ? { key: split.key } : {};
}

function isGone(error: unknown): boolean {
  return error instanceof CairnError && ["no-file", "bad-answer"].includes(error.code ?? "");
}

function otherVersion(source: string, got: string, pinned: string, where: string): CairnError {
  return new CairnError(
    `dataset "${source}" is another version than the one pinned: got ${got}, pinned ${pinned}`,
    {
      code: "other-version",
      path: ["version"],
      hint: `The pinned rows are ${where}. Take the new ones, or bring back the file that was pinned.`,
    },
  );
}

/** @throws CairnError when there is no such file, or the cell's value cannot be copied */
async function givenFor(
  { from }: Pick<DatasetBody, "from">,
  { services, copies }: RunCellInput,
): Promise<Given> {
  const source = datasetSource(from);
  if (source.type === "cell") {
    if (Object.hasOwn(copies, source.name) && copies[source.name] !== undefined)
      return { rows: copies[source.name] as Encoded };
    throw new CairnError(`dataset: the value of "${source.name}" has no copy that a table could be made of`, {
      code: "wrong-input",
      path: ["from"],
      hint: "It must be an array of plain objects, of at most 64 MB.",
    });
  }
  if (source.type === "url") return { bytes: await bytesFrom(source.url, services) };
  const bytes =
    source.type === "sample" ? await services.sample(source.file) : await services.file(source.name);
  if (bytes) return { bytes };
  throw new CairnError(`dataset: there is no file "${from}" beside the notebook`, {
    code: "no-file",
    path: ["from"],
    hint: "Add the file to the notebook: drop it on the page, or put it into the notebook's folder.",
  });
}

/** @throws CairnError when the host was not granted, or answers that there is no such file */
async function bytesFrom(url: string, services: SessionServices): Promise<Uint8Array> {
  const request = { type: "fetch" as const, url, method: "GET", headers: [] };
  const { status, statusText, body } = await services.fetch(request);
  if (status >= 200 && status < 300) return body;
  throw new CairnError(`dataset: ${new URL(url).host} answered ${status} ${statusText}`.trim(), {
    code: "bad-answer",
    path: ["from"],
    hint: "Open the address in a tab of its own: is it the file itself, and may anyone read it?",
  });
}
