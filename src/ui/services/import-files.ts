// Files that a person gave, as notebooks of this browser. What reads other formats is loaded with the first of them.
import { requireFits } from "#datasets/file-limits.ts";
import { tableEndings, tableFiles } from "#datasets/table-files.ts";
import type { Snapshot } from "#session/snapshot.ts";
import type { Lock } from "#document/sidecars.ts";
import { bundleFiles, notebookFiles } from "#ui/notebook/notebook-file.ts";
import { LOCK_FILE } from "./kept-lock.ts";
import { notebookForTables } from "./new-notebooks.ts";

export interface NewNotebook {
  text: string;
  snapshot?: Snapshot;
  notes?: readonly string[];
  origin?: { by: "link" | "file"; lock: Lock };
  files: readonly { name: string; bytes: Uint8Array }[];
}

const OUTPUTS = /\.outputs\.json$/i;
const LOCK = /\.lock\.json$/i;

/** @throws CairnError naming the file that is none, or what is wrong in it */
export async function notebooksOf(files: readonly File[]): Promise<NewNotebook[]> {
  for (const file of files) {
    requireFits(file);
    if (!notebookFiles.test(file.name) && !tableFiles.test(file.name))
      throw new Error(
        `${file.name} is neither a notebook (.md, .ipynb, .cairn) nor a table (${tableEndings}).`,
      );
  }
  if (files.some(({ name }) => bundleFiles.test(name))) {
    const { notebookFromBundle } = await import("./sharing.ts");
    const [bundles, others] = [true, false].map((isBundle) =>
      files.filter(({ name }) => bundleFiles.test(name) === isBundle),
    );
    const shared = await Promise.all(bundles.map(notebookFromBundle));
    return [...shared, ...(others.length > 0 ? await notebooksOf(others) : [])];
  }
  const archives = await Promise.all(files.map(foldersOf));
  if (archives.some((folders) => folders.length > 0)) {
    const others = files.filter((_, at) => archives[at].length === 0);
    const groups = [...archives.flat(), ...(others.length > 0 ? [others] : [])];
    return (await Promise.all(groups.map(notebooksOf))).flat();
  }
  const notebooks = files.filter(({ name }) => notebookFiles.test(name));
  const outputs = files.filter(
    ({ name }) => OUTPUTS.test(name) && notebooks.some((each) => isOfNotebook(name, OUTPUTS, each.name)),
  );
  const locks = files.filter(
    ({ name }) => LOCK.test(name) && notebooks.some((each) => isOfNotebook(name, LOCK, each.name)),
  );
  const beside = await Promise.all(
    files
      .filter((file) => !notebooks.includes(file) && !outputs.includes(file) && !locks.includes(file))
      .map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  if (notebooks.length === 0)
    return [{ text: notebookForTables(beside.map(({ name }) => name)), files: beside }];
  return Promise.all(
    notebooks.map(async (file) => {
      const shown = outputs.find(({ name }) => isOfNotebook(name, OUTPUTS, file.name));
      const lock = locks.find(({ name }) => isOfNotebook(name, LOCK, file.name));
      const own = lock ? [{ name: LOCK_FILE, bytes: new Uint8Array(await lock.arrayBuffer()) }] : [];
      return { ...(await readNotebook(file, shown)), files: [...beside, ...own] };
    }),
  );
}

/** The folders of an archive that "Save all" made, each a notebook with its files; none of any other file. */
async function foldersOf(file: File): Promise<File[][]> {
  if (!/\.zip$/i.test(file.name)) return [];
  const bytes = new Uint8Array(await file.arrayBuffer());
  const names: string[] = [];
  const { unzipSync } = await import("fflate");
  try {
    unzipSync(bytes, { filter: ({ name }) => (names.push(name), false) });
  } catch {
    return []; // broken: the cell that reads it says so
  }
  if (!names.some((name) => /^([^/]+)\/\1\.md$/.test(name))) return [];
  const { unzip } = await import("#datasets/unzip.ts");
  const folders = new Map<string, File[]>();
  for (const { path, bytes: content } of unzip(bytes, file.name)) {
    const [folder, ...rest] = path.split("/");
    const files = folders.get(folder) ?? [];
    files.push(new File([new Uint8Array(content)], rest.join("/")));
    folders.set(folder, files);
  }
  return [...folders.values()];
}

async function readNotebook(file: File, outputs: File | undefined): Promise<Omit<NewNotebook, "files">> {
  const text = await file.text();
  if (/\.ipynb$/i.test(file.name)) {
    const { readIpynb } = await import("#interchange/read-ipynb.ts");
    return readIpynb(text, file.name);
  }
  if (!outputs) return { text };
  const { parseSnapshot } = await import("#session/snapshot-file.ts");
  return { text, snapshot: parseSnapshot(await outputs.text(), outputs.name) };
}

/** birds.outputs.json and birds.lock.json lie beside birds.md. */
function isOfNotebook(name: string, ending: RegExp, notebook: string): boolean {
  return name.replace(ending, "") === notebook.replace(notebookFiles, "");
}
