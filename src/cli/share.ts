// `cairn share`: a notebook with what a run of it gives (its lock), as a link on standard output or as a .cairn file.
import { basename, dirname, resolve, sep } from "node:path";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { formatCount } from "#markup/format-number.ts";
import { parseSnapshot } from "#session/snapshot-file.ts";
import { printBundle } from "#sharing/bundle.ts";
import { lockFileOf } from "#sharing/lock-file.ts";
import { linkTo, SAFE_LENGTH } from "#sharing/share-link.ts";
import { filesRead, type SharedNotebook } from "#sharing/shared-notebook.ts";
import { outputsFile } from "./convert.ts";
import { readLock } from "./lock.ts";
import { readNotebookText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";
import { writeWhole } from "./write-whole.ts";

const options = { out: { type: "string" }, at: { type: "string" } } as const;
const HERE = "http://localhost:4173/";

export async function shareCommand(args: string[]): Promise<number> {
  const { file, out, at } = parseShareArguments(args);
  const shared = await sharedFrom(file);
  if (out !== undefined) {
    await writeWhole(out, printBundle(shared, stemOf(file)));
    process.stderr.write(`Wrote ${out}\n`);
    return 0;
  }
  const { fragment, withoutOutputs } = linkTo(shared, at);
  const address = `${at}${fragment}`;
  process.stdout.write(`${address}\n`);
  process.stderr.write(`${formatCount(address.length)} characters\n`);
  if (withoutOutputs.length > 0)
    process.stderr.write(`What these cells show was left out of it: ${withoutOutputs.join(", ")}\n`);
  if (address.length > SAFE_LENGTH)
    process.stderr.write(
      `Above ${formatCount(SAFE_LENGTH)}, mail and chat programs may cut it: share a file, with --out ${stemOf(file)}.cairn\n`,
    );
  return 0;
}

function parseShareArguments(args: string[]): { file: string; out?: string; at: string } {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1)
    throw new UsageError(`share takes one notebook, got ${positionals.length || "none"}`);
  const at = values.at ?? HERE;
  if (!URL.canParse(at) || at.includes("#"))
    throw new UsageError(`--at takes the address of a Cairn, such as ${HERE}, got "${at}"`);
  if (values.out !== undefined && !values.out.endsWith(".cairn"))
    throw new UsageError(`--out takes a name that ends with .cairn, got "${values.out}"`);
  return { file: positionals[0], at, ...(values.out !== undefined && { out: values.out }) };
}

async function sharedFrom(file: string): Promise<SharedNotebook> {
  const text = await readNotebookText(file);
  const lock = await readLock(file);
  if (!lock)
    throw new UsageError(
      `"${file}" has no ${lockFileOf(file)} beside it, so readers would have nothing to reproduce: "cairn run ${file} --lock --save" writes it`,
    );
  const bodies = parseNotebook(text, { kinds: kindNames, file }).cells.flatMap((cell) =>
    cell.type === "code" && (cell.kind === "dataset" || cell.kind === "control") ? [cell.body] : [],
  );
  const files = await Promise.all(
    filesRead(bodies).map(async (name) => ({ name, bytes: await bytesOf(name, file) })),
  );
  const outputs = await readFile(outputsFile(file), "utf8").catch(() => undefined);
  return {
    text,
    lock,
    files,
    ...(outputs !== undefined && { snapshot: parseSnapshot(outputs, outputsFile(file)) }),
  };
}

/** @throws UsageError when it is not there, or lies outside the notebook's folder: a notebook must not have other files sent along */
async function bytesOf(name: string, notebook: string): Promise<Uint8Array> {
  const folder = resolve(dirname(notebook));
  const path = resolve(folder, name);
  if (!path.startsWith(folder + sep))
    throw new UsageError(
      `"${notebook}" reads ${name}, which lies outside its folder: put it beside the notebook`,
    );
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new UsageError(`"${notebook}" reads ${path}, which is not there`);
  }
}

function stemOf(file: string): string {
  return basename(file).replace(/\.(?:md|markdown)$/i, "");
}
