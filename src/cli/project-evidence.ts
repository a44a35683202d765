// That the exported project of a notebook has run, with the locked result: read off the records of its steps.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { kindNames } from "#cells/kind-names.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import type { Lock } from "#document/sidecars.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { codeHashOf } from "#ladder/facts.ts";
import { countOf } from "#markup/format-number.ts";
import { parsePipelineFile, stepFile } from "#pipelines/pipeline-file.ts";
import { readFileText } from "./open-notebook.ts";

/** How far a number may be off, of what is locked for WebAssembly: as the project's own test has it. */
const TOLERANCE = 1e-6;

/**
 * @param folder of the project
 * @param workFolder where its steps wrote that they are done, below it
 * @returns the evidence in a sentence
 * @throws CairnError when it is another notebook's, a step has not run, or a number is not the locked one
 */
export async function projectEvidence(
  text: string,
  lock: Lock | undefined,
  folder: string,
  workFolder = "work",
): Promise<string> {
  const pipeline = parsePipelineFile(await readFileText(join(folder, "pipeline.json")));
  const exported = await readFileText(join(folder, pipeline.notebook));
  if (codeOf(exported) !== codeOf(text))
    throw refused(
      `${folder} was exported of other code than this notebook has`,
      "Export it anew, and run it.",
    );
  let count = 0;
  for (const { id } of pipeline.steps) {
    const metrics = await metricsOf(join(folder, workFolder, stepFile(id)), id);
    for (const [metric, value] of Object.entries(metrics)) {
      const locked = lock?.results[id]?.[metric]?.["wasm"]?.value;
      if (locked === undefined) continue;
      if (!(Math.abs(locked - value) <= TOLERANCE))
        throw refused(
          `${id}: ${metric} is ${value} in ${folder}, and ${locked} is locked`,
          "Find out what differs.",
        );
      count++;
    }
  }
  if (count === 0)
    throw refused(
      "no step of the project has a number that is locked for WebAssembly",
      "Run the notebook with --lock.",
    );
  return `Its project ran ${countOf(pipeline.steps.length, "step")}, and gave ${countOf(count, "locked result")}.`;
}

async function metricsOf(file: string, step: string): Promise<Record<string, number>> {
  let record;
  try {
    record = JSON.parse(await readFile(file, "utf8")) as {
      status?: unknown;
      metrics?: Record<string, number>;
    };
  } catch {
    throw refused(`the step ${step} of the project has not run`, "Run it: node cairn.mjs run");
  }
  return record.metrics ?? {};
}

function codeOf(text: string): string {
  return codeHashOf(parseNotebook(text, { kinds: kindNames }));
}

function refused(message: string, hint: string): CairnError {
  return new CairnError(`level: ${message}`, { code: "no-evidence", hint });
}
