// A workflow of GitHub Actions around `node cairn.mjs step`. One job, because what a step hands to the next lies in one folder.
// Format: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
import { stringify } from "yaml";
import { cronWords } from "#cells/pipeline/cron.ts";
import type { PipelineFile } from "./pipeline-file.ts";

export function githubWorkflowPath({ name }: PipelineFile): string {
  return `.github/workflows/${name}.yml`;
}

export function githubWorkflow(pipeline: PipelineFile): string {
  const { name, params, schedule, retries, steps, promote } = pipeline;
  const names = Object.keys(params);
  const inputs = Object.fromEntries(
    Object.entries(params).map(([param, { default: value, description }]) => [
      param,
      { description: inert(description ?? param), default: inert(String(value)), type: "string" },
    ]),
  );
  const flags = names.map((param) => ` --${param}="$${variableOf(param)}"`).join("");
  const retry = retries > 0 ? ` --retries ${retries}` : "";
  const workflow = {
    name,
    on: {
      ...(schedule !== undefined && { schedule: [{ cron: schedule }] }),
      workflow_dispatch: names.length > 0 ? { inputs } : {},
    },
    permissions: { contents: "read" },
    concurrency: { group: `cairn-${name}` },
    jobs: {
      pipeline: {
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 60,
        // Through the environment: what someone types into a field is never part of a command.
        ...(names.length > 0 && {
          env: Object.fromEntries(
            names.map((param) => [
              variableOf(param),
              `\${{ inputs.${param} || '${inert(String(params[param].default)).replaceAll("'", "''")}' }}`,
            ]),
          ),
        }),
        steps: [
          { uses: "actions/checkout@v4" },
          { uses: "actions/setup-node@v4", with: { "node-version": 22 } },
          {
            name: "What earlier runs computed",
            uses: "actions/cache@v4",
            with: {
              path: "work",
              key: `cairn-${name}-\${{ github.run_id }}`,
              "restore-keys": `cairn-${name}-`,
            },
          },
          ...steps.map(({ id }) => ({
            name: id,
            run: `node cairn.mjs step ${id} --workdir work${retry}${flags}`,
          })),
          ...(promote
            ? [
                {
                  name: "The promoted model",
                  uses: "actions/upload-artifact@v4",
                  with: { name: "promoted", path: "work/promoted" },
                },
              ]
            : []),
        ],
      },
    },
  };
  const when = schedule === undefined ? "When it is started by hand" : cronWords(schedule);
  return `# ${when}. Written by Cairn from pipeline.json.\n${stringify(workflow, { lineWidth: 0 })}`;
}

/** GitHub fills in expressions wherever it meets one; text of a notebook is none. */
function inert(text: string): string {
  return text.replaceAll("${{", "$ {{");
}

function variableOf(param: string): string {
  return `PARAM_${param.toUpperCase().replace(/\W/g, "_")}`;
}
