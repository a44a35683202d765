// `cairn convert`: a notebook as other programs read it, and theirs as ours. Which way follows from the file's ending.
import { readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { CairnError } from "#errors/cairn-error.ts";
import { printHtml } from "#interchange/print-html.ts";
import { printIpynb } from "#interchange/print-ipynb.ts";
import { readIpynb } from "#interchange/read-ipynb.ts";
import { parseSnapshot, printSnapshot } from "#session/snapshot-file.ts";
import { Session } from "#session/session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import { diskServices } from "./disk-services.ts";
import { distFolder, readFileText, readNotebookText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";

const FORMATS = ["ipynb", "html", "md"] as const;
type Format = (typeof FORMATS)[number];

interface ConvertArguments {
  file: string;
  to: Format;
  out: string;
  force: boolean;
}

export async function convertCommand(args: string[]): Promise<number> {
  const given = parseConvertArguments(args);
  const { file, to, out } = given;
  if (to !== "md") {
    const session = openSleeping(await readNotebookText(file), file, await snapshotBeside(file));
    await session.wake(); // for the names of cells, which say whose outputs are whose
    await writeNew(out, (to === "ipynb" ? printIpynb : printHtml)(session), given);
    return 0;
  }
  const { text, snapshot, notes } = readIpynb(await readFileText(file), file);
  for (const note of notes) process.stderr.write(`${note}\n`);
  const hasOutputs = Object.keys(snapshot.cells).length > 0 && out !== "-";
  if (hasOutputs) requireNew(outputsFile(out), given); // before the first of the two is written
  await writeNew(out, text, given);
  if (hasOutputs) {
    const session = openSleeping(text, out, snapshot);
    await session.wake();
    await writeNew(outputsFile(out), printSnapshot(session.toSnapshot()), given);
  }
  return 0;
}

/** birds.md has birds.outputs.json beside it. */
export function outputsFile(file: string): string {
  return `${file.replace(/\.md$/i, "")}.outputs.json`;
}

function openSleeping(text: string, file: string, snapshot: Snapshot | undefined): Session {
  const services = diskServices({
    notebookFile: file,
    distFolder: distFolder(),
    backend: "auto",
    checksBackend: false,
    allow: [],
  });
  return new Session({ text, fileName: file, services, ...(snapshot && { snapshot }) });
}

async function snapshotBeside(file: string): Promise<Snapshot | undefined> {
  const path = outputsFile(file);
  return existsSync(path) ? parseSnapshot(await readFile(path, "utf8"), path) : undefined;
}

async function writeNew(path: string, text: string, given: ConvertArguments): Promise<void> {
  if (path === "-") return void process.stdout.write(text);
  requireNew(path, given);
  await writeFile(path, text);
  process.stderr.write(`Wrote ${path}\n`);
}

/** @throws CairnError */
function requireNew(path: string, { force }: ConvertArguments): void {
  if (force || !existsSync(path)) return;
  throw new CairnError(`convert: ${path} must not exist yet, got one`, {
    code: "file-exists",
    hint: "Name another with --out, or replace it with --force.",
  });
}

/** @throws UsageError */
function parseConvertArguments(args: string[]): ConvertArguments {
  let parsed;
  try {
    const options = {
      to: { type: "string" },
      out: { type: "string", short: "o" },
      force: { type: "boolean" },
    } as const;
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1)
    throw new UsageError(
      `convert takes one file, got ${positionals.length === 0 ? "none" : positionals.join(" ")}`,
    );
  const [file] = positionals;
  const isIpynb = /\.ipynb$/i.test(file);
  if (!isIpynb && !/\.(?:md|markdown)$/i.test(file))
    throw new UsageError(`convert takes a .md or a .ipynb, got "${file}"`);
  const to = formatOf(
    values.to ?? /\.(ipynb|html|md)$/i.exec(values.out ?? "")?.[1] ?? (isIpynb ? "md" : "ipynb"),
  );
  if (isIpynb !== (to === "md"))
    throw new UsageError(
      isIpynb
        ? `a .ipynb becomes --to md, got --to ${to}: convert that one then`
        : "a .md becomes --to ipynb or html, got md",
    );
  const out = values.out ?? file.replace(/\.\w+$/, `.${to}`);
  return { file, to, out, force: values.force ?? false };
}

function formatOf(text: string): Format {
  const found = FORMATS.find((format) => format === text.toLowerCase());
  if (found) return found;
  throw new UsageError(`--to must be ${FORMATS.join(", ")}, got "${text}"`);
}
