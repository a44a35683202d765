// Reads a notebook from disk for a command.
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError when there is no such file, or it has no cells. */
export async function readNotebookText(file: string): Promise<string> {
  const text = await readFileText(file);
  if (!parseNotebook(text, { kinds: kindNames, file }).hasCells) {
    throw new UsageError(`"${file}" is no notebook: its front matter has no line "cairn: 1"`);
  }
  return text;
}

/** @throws UsageError when there is no such file */
export async function readFileText(file: string): Promise<string> {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(file)) {
    throw new UsageError(
      `a link is not run from the command line, because Node has no sandbox: open ${file} in the page`,
    );
  }
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`there is no file "${file}"`);
    if (code === "EISDIR") throw new UsageError(`"${file}" is a folder: name a notebook in it`);
    throw new UsageError(`"${file}" cannot be read: ${String(error)}`);
  }
}

/** dist/ of the build that this script is part of. */
export function distFolder(): string {
  return dirname(dirname(__filename));
}
