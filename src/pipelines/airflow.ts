// A DAG of Airflow 3 around `node cairn.mjs step`: a subprocess a task, so that it shares no Python package with Airflow.
// Format: https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html
import type { PipelineFile } from "./pipeline-file.ts";

export function airflowDagPath({ name }: PipelineFile): string {
  return `dags/${name}.py`;
}

export function airflowDag(pipeline: PipelineFile): string {
  const { name, notebook, params, schedule, retries, steps } = pipeline;
  const names = Object.keys(params);
  const flags = names.map((param) => ` --${param}="$${variableOf(param)}"`).join("");
  const lines = steps.map(({ id }) => `    ${taskOf(id)} = step(${text(id)})`);
  const edges = steps.flatMap(({ id, deps }) =>
    deps.length === 0 ? [] : [`    [${deps.map(taskOf).join(", ")}] >> ${taskOf(id)}`],
  );
  return `# The pipeline of ${comment(notebook)} for Airflow 3. Written by Cairn from pipeline.json.
#   CAIRN_HOME  the exported project, if this file does not lie in its folder dags/
#   CAIRN_WORK  where results are kept: shared storage, if tasks run on several machines
from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

HOME = os.environ.get("CAIRN_HOME", os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.environ.get("CAIRN_WORK", os.path.join(HOME, "work"))


def step(name: str) -> BashOperator:
    # Through the environment: what someone types into a field is never part of a command.
    return BashOperator(
        task_id=name,
        bash_command='node "$CAIRN_HOME/cairn.mjs" step "$CAIRN_STEP" --workdir "$CAIRN_WORK"${python(flags)} ',
        env={
            "CAIRN_HOME": HOME,
            "CAIRN_WORK": WORK,
            "CAIRN_STEP": name,
${names.map((param) => `            ${text(variableOf(param))}: ${text(`{{ params[${text(param)}] }}`)},\n`).join("")}        },
        append_env=True,
    )


with DAG(
    dag_id=${text(`cairn_${notebook.replace(/\.\w+$/, "").replace(/[^\w.-]/g, "_")}_${name}`)},
    schedule=${schedule === undefined ? "None" : text(schedule)},
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": ${retries}, "retry_delay": timedelta(minutes=1)},
    params={
${Object.entries(params)
  .map(
    ([param, { type, default: value, description }]) =>
      `        ${text(param)}: Param(${JSON.stringify(value)}, type=${text(type)}, description=${text(description ?? param)}),\n`,
  )
  .join("")}    },
    tags=["cairn"],
):
${[...lines, ...edges].join("\n")}
`;
}

/** JSON's strings are Python's too. */
function text(value: string): string {
  return JSON.stringify(value);
}

/** Within single quotes. */
function python(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}

function comment(value: string): string {
  return value.replace(/[\r\n]/g, " ");
}

function taskOf(id: string): string {
  return `task_${id.replace(/\W/g, "_")}`;
}

function variableOf(param: string): string {
  return `PARAM_${param.toUpperCase().replace(/\W/g, "_")}`;
}
