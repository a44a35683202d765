// The program of an exported pipeline, `cairn.mjs`: the notebook's steps in Node, with nothing installed.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CairnError } from "#errors/cairn-error.ts";
import { parsePipelineFile } from "#pipelines/pipeline-file.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { parsePipelineArguments } from "./pipeline-arguments.ts";
import { runSteps } from "./pipeline-run.ts";
import { openPipeline } from "./pipeline-session.ts";
import { progressLines } from "./progress-lines.ts";
import { setControl } from "./set-controls.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `The pipeline of this folder, as pipeline.json describes it.

  node cairn.mjs run           every step
  node cairn.mjs step <step>   one step, and what it needs if that was not done
      --workdir <folder>       where results are kept (work)
      --<parameter> <value>    another value than the default of pipeline.json
      --params <file.json>     several of them
      --retries <number>       how often a step is tried again that may succeed then
      --fresh                  compute all anew
      --json                   print what came of each step as JSON

Exit code: 0 done, or done already; 1 a cell or a gate failed; 75 it may succeed if tried again; 2 wrong usage.
The notebook's code is run as any program is: Node has no sandbox.
`;

const program = fileURLToPath(import.meta.url);

async function main(args: string[]): Promise<number> {
  const [command] = args;
  if (command === "--version") {
    process.stdout.write(`${process.env["CAIRN_VERSION"] ?? "0.1.0"}\n`);
    return 0;
  }
  if (command === undefined || args.includes("--help") || command === "help") {
    (command === undefined ? process.stderr : process.stdout).write(HELP);
    return command === undefined ? 2 : 0;
  }
  if (command !== "run" && command !== "step")
    throw new UsageError(`there is no command "${command}"; there are: run, step`);
  const file = join(dirname(program), "pipeline.json");
  const pipeline = parsePipelineFile(await readFile(file, "utf8"), file);
  const given = await parsePipelineArguments(args, pipeline);
  const ids = new Set(pipeline.steps.map(({ id }) => id));
  const { session, results } = await openPipeline(program, pipeline, given);
  try {
    for (const [name, text] of given.params) setControl(session, name, text, `--${name}`);
    const isAsked = ({ name, status }: CodeCellView) =>
      given.step === undefined ? ids.has(name) : name === given.step || status === "error";
    const progress = progressLines(session, process.stderr, isAsked);
    const stop = () => void session.stop();
    process.once("SIGINT", stop);
    const { results: steps, code } = await runSteps({
      session,
      pipeline,
      given,
      settled: () => results.settled(),
    });
    process.off("SIGINT", stop);
    progress.end();
    const promoted = steps.find(({ id }) => id === pipeline.promote?.step);
    if (promoted?.status === "done")
      process.stderr.write(`Promoted ${pipeline.promote!.model} to ${join(given.workFolder, "promoted")}.\n`);
    if (given.json) process.stdout.write(`${JSON.stringify({ pipeline: pipeline.name, steps }, null, 2)}\n`);
    return code;
  } finally {
    await session.close();
    await results.settled();
  }
}

process.exitCode = 1; // until it is known
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const hint = error instanceof CairnError && error.hint !== undefined ? `\n  ${error.hint}` : "";
    process.stderr.write(`cairn: ${error instanceof Error ? error.message : String(error)}${hint}\n`);
    if (error instanceof UsageError) process.stderr.write("Try: node cairn.mjs --help\n");
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
