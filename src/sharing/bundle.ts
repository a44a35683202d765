// A notebook as one `.cairn` file: a zip of the notebook, its two sidecars and the files that it reads, with the hash of
// each in `cairn.json`. What is above the length of a link goes this way.
import { strToU8, zipSync } from "fflate";
import * as v from "valibot";
import { unzip } from "#datasets/unzip.ts";
import { parseLock, printLock } from "#document/sidecars.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import { parseSnapshot, printSnapshot } from "#session/snapshot-file.ts";
import type { SharedNotebook } from "./shared-notebook.ts";

const MANIFEST = "cairn.json";
const VERSION = 1;
/** Zip has no time zone; the same notebook gives the same bytes. */
const NO_TIME = new Date(1980, 0, 1);
const AGAIN = "Ask for the file again: it was damaged, or changed by hand.";

const manifestSchema = v.object({
  version: v.number(),
  /** Its path in the file; the sidecars lie beside it. */
  notebook: v.string(),
  /** Hash by path, of everything else in the file. */
  files: v.record(v.string(), v.string()),
});

/** @param stem "birds", for birds.md */
export function printBundle({ text, lock, snapshot, files }: SharedNotebook, stem: string): Uint8Array {
  const contents: Record<string, Uint8Array> = {
    [`${stem}.md`]: strToU8(text),
    [`${stem}.lock.json`]: strToU8(printLock(lock)),
    ...(snapshot && { [`${stem}.outputs.json`]: strToU8(printSnapshot(snapshot)) }),
    ...Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])),
  };
  const hashes = Object.fromEntries(
    Object.entries(contents)
      .map(([path, bytes]): [string, string] => [path, hashBytes(bytes)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const manifest = { version: VERSION, notebook: `${stem}.md`, files: hashes };
  return zipSync(
    { [MANIFEST]: strToU8(`${JSON.stringify(manifest, undefined, 2)}\n`), ...contents },
    { level: 9, mtime: NO_TIME },
  );
}

/**
 * @param file its name, for errors
 * @throws CairnError for what is no bundle, a file whose bytes are not those that were packed, one too many or too few, or a
 * name that leads out of its folder; nothing of it is kept then
 */
export function parseBundle(bytes: Uint8Array, file: string): SharedNotebook {
  const contents = new Map(unzip(bytes, file).map(({ path, bytes: content }) => [path, content]));
  const manifest = readManifest(contents.get(MANIFEST), file);
  contents.delete(MANIFEST);
  for (const [path, hash] of Object.entries(manifest.files)) {
    const content = contents.get(path);
    if (!content) throw badBundle(`${file} lacks ${path}, which its list of files names`);
    if (hashBytes(content) !== hash) throw badBundle(`${path} in ${file} is not the file that was packed`);
  }
  const unlisted = [...contents.keys()].find((path) => !(path in manifest.files));
  if (unlisted !== undefined)
    throw badBundle(`${file} holds ${unlisted}, which its list of files does not name`);
  const stem = manifest.notebook.replace(/\.md$/, "");
  const take = (path: string) => {
    const content = contents.get(path);
    contents.delete(path);
    return content;
  };
  const text = textOf(take(manifest.notebook));
  const lock = textOf(take(`${stem}.lock.json`));
  if (text === undefined || lock === undefined) throw badBundle(`${file} holds no notebook with a lock`);
  const outputs = textOf(take(`${stem}.outputs.json`));
  return {
    text,
    lock: parseLock(lock, `${stem}.lock.json`),
    ...(outputs !== undefined && { snapshot: parseSnapshot(outputs, `${stem}.outputs.json`) }),
    files: [...contents].map(([name, content]) => ({ name, bytes: content })),
  };
}

function readManifest(bytes: Uint8Array | undefined, file: string): v.InferOutput<typeof manifestSchema> {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes) ?? "");
  } catch {
    throw badBundle(`${file} is no notebook that was shared: it has no list of files (${MANIFEST})`);
  }
  const result = v.safeParse(manifestSchema, value);
  if (!result.success)
    throw badBundle(`${MANIFEST} in ${file} is not as it should be: ${result.issues[0].message}`);
  if (result.output.version > VERSION)
    throw new CairnError(
      `${file} is of format ${result.output.version}, and this Cairn knows up to ${VERSION}`,
      {
        code: "newer-bundle",
        hint: "Open it with the Cairn that made it.",
      },
    );
  return result.output;
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}

function badBundle(message: string): CairnError {
  return new CairnError(message, { code: "bad-bundle", hint: AGAIN });
}
