// Makes the pipeline of an open notebook into a project: the same files as `cairn export` writes. Loaded with its dialog.
import type { Lock } from "#document/sidecars.ts";
import { exportProject, runnerFiles } from "#pipelines/export-project.ts";
import { makePipeline } from "#pipelines/make-pipeline.ts";
import type { SessionServices } from "#session/services.ts";
import type { Session } from "#session/session.ts";
import { lockOf, measuredBy } from "#sharing/lock-file.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import type { Exporter } from "#ui/app-services.ts";
import { fileStem } from "#ui/notebook/notebook-file.ts";
import { fetchBytes } from "./site-files.ts";

/** @throws CairnError where the pipeline has a problem or a file is missing */
export async function openExporter(
  session: Session,
  services: Pick<SessionServices, "file" | "sample">,
  name: string | undefined,
): Promise<Exporter> {
  await session.wake();
  const stem = fileStem(session.title);
  const made = await makePipeline({
    analysis: session.analysis!,
    notebook: `${stem}.md`,
    services,
    ...(name !== undefined && { name }),
  });
  const runner = new Map(
    await Promise.all(
      runnerFiles(made).map(async (path) => [path, await fetchBytes(siteFile(path))] as const),
    ),
  );
  const lock = lockOfWasm(session);
  const { promote } = made.pipeline;
  const gate = session.cells.find((cell) => cell.type === "code" && cell.name === promote?.gate);
  return {
    folder: stem,
    pipeline: made.pipeline.name,
    gateFails: gate?.type === "code" && gate.status === "error",
    project: (targets) =>
      exportProject({
        ...made,
        text: session.toText(),
        title: session.title,
        targets,
        runner,
        ...(lock && { lock }),
      }),
  };
}

/** What ran here, on WebAssembly: numbers of another backend are no measure for a runner that has this one alone. */
function lockOfWasm(session: Session): Lock | undefined {
  if (session.backend.name !== "wasm") return undefined;
  const measured = measuredBy(session);
  const ranHere = new Set(
    session.cells.flatMap((cell) =>
      cell.type === "code" && session.state(cell.id).result?.ranHere === true ? [cell.name] : [],
    ),
  );
  const only = <Value>(record: Readonly<Record<string, Value>> = {}) =>
    Object.fromEntries(Object.entries(record).filter(([cell]) => ranHere.has(cell)));
  const { datasets, backend, results, values } = measured;
  return lockOf({ datasets, backend, results: only(results), values: only(values) }, libraryVersions);
}

/** Where the build put it: the command line takes it from the same place. */
function siteFile(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.endsWith(".wasm") ? `sandbox/${name}` : `pipeline/${name}`;
}
