// The versions of tables that a notebook on disk has read: `.cairn/tables/<notebook>/` beside it.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { KeyedStore } from "#session/kept-tables.ts";

export function diskTables(notebookFile: string): KeyedStore {
  const kept = join(dirname(resolve(notebookFile)), ".cairn");
  const folder = join(kept, "tables", basename(notebookFile, extname(notebookFile)));
  const fileOf = (name: string) => join(folder, `${name}.bin`);
  return {
    async get(name) {
      try {
        return deserialize(await readFile(fileOf(name))) as unknown;
      } catch {
        return undefined; // there is none, or it is damaged: then it is read again from its source
      }
    },
    async put(name, value) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(kept, ".gitignore"), "*\n", { flag: "wx" }).catch(() => undefined);
      // Whole or not at all: a program can be ended, or a disk be full, in the midst of a write.
      const part = `${fileOf(name)}.${process.pid}.part`;
      try {
        await writeFile(part, serialize(value));
        await rename(part, fileOf(name));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    delete: (name) => rm(fileOf(name), { force: true }),
  };
}
