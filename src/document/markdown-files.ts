// The Markdown files of node_modules, as a corpus that nobody here wrote: for tests only.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export function markdownFiles(): string[] {
  return filesUnder("node_modules").filter((path) => /\.(md|markdown)$/i.test(path));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}
