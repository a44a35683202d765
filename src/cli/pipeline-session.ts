// The session of an exported pipeline: files beside the notebook, results in the folder of work, workers from cairn.mjs itself.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import type { PipelineFile } from "#pipelines/pipeline-file.ts";
import { nodeHost } from "#sandbox/node-host.ts";
import { WASM_ASSET } from "#sandbox/wasm-asset.ts";
import { grantedFetch } from "#session/granted-fetch.ts";
import { memoryStore } from "#session/kept-tables.ts";
import { Session } from "#session/session.ts";
import { diskResults, type DiskResults } from "./disk-results.ts";
import type { PipelineArguments } from "./pipeline-arguments.ts";
import { partsOf } from "./pipeline-parts.ts";

export interface PipelineSession {
  session: Session;
  results: DiskResults;
}

/** @param program the path of cairn.mjs, which lies in the project's folder */
export async function openPipeline(
  program: string,
  pipeline: PipelineFile,
  { workFolder, isFresh }: PipelineArguments,
): Promise<PipelineSession> {
  const folder = dirname(program);
  const engine = join(folder, "engine");
  const parts = partsOf(program);
  const work = resolve(workFolder);
  const results = diskResults({
    objectsFolder: join(work, "objects"),
    indexFolder: join(work, "results"),
    program: () => Promise.resolve(parts.program),
    keeps: () => true,
    reads: !isFresh,
    onDamage: (what) => void process.stderr.write(`In ${work}, ${what}.\n`),
  });
  const fileBeside = async (name: string): Promise<Uint8Array | undefined> => {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) return undefined;
    const bytes = await readFile(path).catch(() => undefined);
    const expected = pipeline.files.find((file) => file.path === name);
    if (bytes && expected && !expected.included && hashBytes(bytes) !== expected.hash)
      throw new CairnError(`${name} is not the file that was exported: got ${hashBytes(bytes)}`, {
        code: "other-file",
        hint: `Put the file with the hash ${expected.hash} there.`,
      });
    return bytes;
  };
  const session = new Session({
    text: await readFile(join(folder, pipeline.notebook), "utf8"),
    fileName: pipeline.notebook,
    services: {
      startHost: () =>
        Promise.resolve(
          nodeHost({ codeOf: (script) => parts.bytes(script).toString("utf8"), partsFolder: engine }),
        ),
      asset: (name) =>
        name === WASM_ASSET ? Promise.resolve(parts.bytes("tfjs-wasm")) : readFile(join(engine, name)),
      async sample(file) {
        const bytes = await fileBeside(`samples/${file}`);
        if (bytes) return bytes;
        throw new CairnError(`there is no file samples/${file}`, {
          code: "no-file",
          hint: "Export the notebook anew.",
        });
      },
      file: fileBeside,
      saveFile: (name, bytes) => writeFile(join(folder, name), bytes),
      fetch: grantedFetch({
        grants: () => pipeline.hosts,
        hintFor: (host) => `Add "${host}" to hosts in pipeline.json if you trust it.`,
      }),
      results,
      tables: memoryStore(),
      backend: "wasm",
      now: () => performance.now(),
    },
  });
  await session.wake();
  return { session, results };
}
