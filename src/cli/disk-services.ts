// The session's services on disk: the only file below cli that knows where the build put its parts.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { CairnError } from "#errors/cairn-error.ts";
import type { BackendChoice } from "#sandbox/contract.ts";
import { nodeHost } from "#sandbox/node-host.ts";
import { memoryResults, type ResultStore, type SessionServices } from "#session/services.ts";
import { grantedFetch } from "#session/granted-fetch.ts";
import { diskTables } from "./disk-tables.ts";

export interface DiskOptions {
  /** The notebook's file; files beside it can be read by name. */
  notebookFile: string;
  /** dist/ of the build: cli/ and site/ lie in it. */
  distFolder: string;
  backend: BackendChoice;
  checksBackend: boolean;
  allow: readonly string[];
  /** Where results of earlier runs lie. @default none are kept */
  results?: ResultStore;
}

export function diskServices(options: DiskOptions): SessionServices {
  const { notebookFile, distFolder, backend, checksBackend, allow, results = memoryResults() } = options;
  const folder = dirname(resolve(notebookFile));
  return {
    startHost: () => Promise.resolve(nodeHost(join(distFolder, "cli"))),
    asset: (name) => readFile(join(distFolder, "site/sandbox", name)),
    sample: (file) => readFile(join(distFolder, "site/samples", file)),
    async file(name) {
      const path = resolve(folder, name);
      if (!path.startsWith(folder + sep)) {
        throw new CairnError(`dataset: "${name}" lies outside the notebook's folder`, {
          code: "file-outside",
          path: ["from"],
          hint: "Put the file beside the notebook.",
        });
      }
      try {
        return await readFile(path);
      } catch {
        return undefined;
      }
    },
    saveFile: (name, bytes) => writeFile(join(folder, name), bytes),
    fetch: grantedFetch({
      grants: () => allow,
      hintFor: (host) => `Run it with --allow ${host} if you trust it.`,
    }),
    results,
    tables: diskTables(notebookFile),
    backend,
    checksBackend,
    now: () => performance.now(),
  };
}
