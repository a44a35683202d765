// An exported project as a map of files: the command line writes them, the page shows them and saves them as a zip.
import { printLock, type Lock } from "#document/sidecars.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { airflowDag, airflowDagPath } from "./airflow.ts";
import { githubWorkflow, githubWorkflowPath } from "./github-actions.ts";
import type { MadePipeline } from "./make-pipeline.ts";
import { printPipelineFile } from "./pipeline-file.ts";
import { projectReadme } from "./project-readme.ts";
import { projectTest } from "./project-test.ts";
import type { TargetId } from "./targets.ts";

export interface ProjectOptions extends MadePipeline {
  /** The notebook's text, as it goes out. */
  text: string;
  title: string;
  targets: readonly TargetId[];
  /** What a run on WebAssembly gave. */
  lock?: Lock;
  /** `cairn.mjs`, and what lies in `engine/`, by path. */
  runner: ReadonlyMap<string, Uint8Array>;
}

export interface Project {
  /** By path below the project's folder, in the order in which they are shown. */
  files: ReadonlyMap<string, Uint8Array>;
  notes: readonly string[];
}

/** Files of the runner that a pipeline needs beside the project's own, by path in the project. */
export function runnerFiles({ pipeline: { steps } }: Pick<MadePipeline, "pipeline">): string[] {
  const needsDuckDB = steps.some(({ kind }) => kind === "sql");
  return ["cairn.mjs", ...(needsDuckDB ? ["engine/duckdb.cjs", "engine/duckdb-eh.wasm"] : [])];
}

export function exportProject(options: ProjectOptions): Project {
  const { pipeline, data, text, title, targets, lock, runner } = options;
  const base = pipeline.notebook.replace(/\.\w+$/, "");
  const locked = lock && hasNumbers(lock, options) ? lock : undefined;
  const lockFile = locked ? `${base}.lock.json` : undefined;
  const notes = locked
    ? options.notes
    : [
        ...options.notes,
        "No number is locked for WebAssembly, so npm test compares none: run the notebook on WebAssembly, with --lock in the command line, and export it again.",
      ];
  const files = new Map<string, Uint8Array>();
  const add = (path: string, content: string) => files.set(path, new TextEncoder().encode(content));
  const engine = [...runner.keys()].filter((path) => path.startsWith("engine/"));
  const readme = pipeline.notebook.toLowerCase() === "readme.md" ? "PIPELINE.md" : "README.md";
  add(readme, projectReadme(pipeline, { title, targets, lockFile, engine, notes }));
  add(pipeline.notebook, text);
  if (lockFile !== undefined) add(lockFile, printLock(locked!));
  add("pipeline.json", printPipelineFile(pipeline));
  add("package.json", packageFile(base));
  add("test/pipeline.test.mjs", projectTest(lockFile));
  add(".gitignore", "work/\nnode_modules/\n");
  if (targets.includes("github-actions")) add(githubWorkflowPath(pipeline), githubWorkflow(pipeline));
  if (targets.includes("airflow")) add(airflowDagPath(pipeline), airflowDag(pipeline));
  for (const [path, bytes] of data) {
    if (files.has(path)) throw takenName(path);
    files.set(path, bytes);
  }
  for (const [path, bytes] of runner) files.set(path, bytes);
  return { files, notes };
}

function takenName(path: string): CairnError {
  return new CairnError(`export: the notebook reads ${path}, and the project has a file of that name`, {
    code: "taken-name",
    hint: "Give that file another name, or put it into a folder beside the notebook.",
  });
}

function hasNumbers({ results }: Lock, { pipeline: { steps } }: Pick<MadePipeline, "pipeline">): boolean {
  return steps.some(({ id }) => Object.values(results[id] ?? {}).some(({ wasm }) => wasm !== undefined));
}

function packageFile(base: string): string {
  const name = base
    .toLowerCase()
    .replace(/[^a-z\d-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const content = {
    name: name === "" ? "pipeline" : name,
    private: true,
    type: "module",
    scripts: { start: "node cairn.mjs run", test: "node --test test/pipeline.test.mjs" },
    engines: { node: ">=20.19.0" },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
