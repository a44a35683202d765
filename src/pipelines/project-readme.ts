// The README of an exported project.
import { cronWords } from "#cells/pipeline/cron.ts";
import { airflowDagPath } from "./airflow.ts";
import { githubWorkflowPath } from "./github-actions.ts";
import type { PipelineFile } from "./pipeline-file.ts";
import type { TargetId } from "./targets.ts";

export interface ReadmeOptions {
  title: string;
  targets: readonly TargetId[];
  lockFile: string | undefined;
  /** Files of `engine/`. */
  engine: readonly string[];
  /** Only some cells have numbers for WebAssembly, or none. */
  notes: readonly string[];
}

export function projectReadme(pipeline: PipelineFile, options: ReadmeOptions): string {
  return `${[
    `# ${options.title}`,
    `The pipeline \`${pipeline.name}\` of \`${pipeline.notebook}\`, made by Cairn. It needs Node 20.19 or newer and nothing else.`,
    "```\nnode cairn.mjs run        # every step; what is done already is not done again\nnpm test                  # from an empty folder, against the locked numbers\n```",
    steps(pipeline),
    parameters(pipeline),
    contract(pipeline),
    launchers(pipeline, options.targets),
    files(pipeline, options),
    ...(options.notes.length > 0
      ? [`## To know\n\n${options.notes.map((note) => `- ${note}`).join("\n")}`]
      : []),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function steps({ steps, promote, schedule }: PipelineFile): string {
  const rows = steps.map(
    ({ id, kind, deps }) => `| \`${id}\` | ${kind} | ${deps.map((dep) => `\`${dep}\``).join(", ")} |`,
  );
  const when = schedule === undefined ? "" : `\n\n${cronWords(schedule)}.`;
  const gate = promote
    ? ` When the gates of \`${promote.gate}\` hold, the model \`${promote.model}\` is written to \`work/promoted/\`; when one fails, the step fails and the model of before stays.`
    : "";
  return `## Steps\n\n| step | kind | needs |\n|---|---|---|\n${rows.join("\n")}${when}${gate === "" ? "" : `\n\n${gate.trim()}`}`;
}

function parameters({ params }: PipelineFile): string {
  const rows = Object.entries(params).map(
    ([name, { default: value, description = "" }]) =>
      `| \`--${name}\` | \`${String(value)}\` | ${description} |`,
  );
  return rows.length === 0
    ? ""
    : `## Parameters\n\n| flag | default | |\n|---|---|---|\n${rows.join("\n")}\n\n\`--params file.json\` reads them from a file.`;
}

function contract({ steps }: PipelineFile): string {
  return `## One step

\`node cairn.mjs step ${steps[0].id} --workdir work\` does one step, for schedulers. It ends with 0 when the step is done or was done already, 1 when the notebook or its data must be mended, 75 when it may succeed if tried again, 2 when the command was wrong.

Results lie in \`work/objects/\` under the hash of their bytes, written whole or not at all, so a step may be killed at any time. \`work/.steps/<step>.json\` says what a step read, what came of it, its metrics and when. A result is used again only if the step's text, parameters, data and inputs are the same.`;
}

function launchers(pipeline: PipelineFile, targets: readonly TargetId[]): string {
  const lines = [
    ...(targets.includes("github-actions")
      ? [
          `- **GitHub Actions**: commit this folder as a repository; \`${githubWorkflowPath(pipeline)}\` does the rest.`,
        ]
      : []),
    ...(targets.includes("airflow")
      ? [
          `- **Airflow 3**: put \`${airflowDagPath(pipeline)}\` where Airflow looks for DAGs, and set \`CAIRN_HOME\` to this folder. Workers need Node.`,
        ]
      : []),
  ];
  return lines.length === 0 ? "" : `## Launchers\n\n${lines.join("\n")}`;
}

function files({ notebook, files, hosts }: PipelineFile, { lockFile, engine }: ReadmeOptions): string {
  const data = files.map(
    ({ path, hash, included }) => `- \`${path}\`, ${included ? "" : "**not included**, "}${hash}`,
  );
  return `## Files

- \`${notebook}\`: the notebook, as it was. Open it in Cairn to change it, and export it again.
- \`pipeline.json\`: the steps, from which the launchers are written.
- \`cairn.mjs\`: the runner in one file: Cairn (MIT) with TensorFlow.js (Apache 2.0) and its WebAssembly in it. It runs the notebook's code as any program runs, without a sandbox.${engine.length > 0 ? `\n- \`engine/\`: ${engine.map((file) => `\`${file}\``).join(", ")}, too large for that one file; \`sql\` steps need it (DuckDB, MIT).` : ""}${lockFile === undefined ? "" : `\n- \`${lockFile}\`: which data it read and what it reached.`}
${data.join("\n")}${hosts.length > 0 ? `\n\nIts cells ask ${hosts.join(", ")}.` : ""}`.trimEnd();
}
