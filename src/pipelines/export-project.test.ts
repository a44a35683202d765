// The files of a project as data: no process, no disk.
import { parse } from "yaml";
import { expect, test } from "vitest";
import { kindNames } from "#cells/kind-names.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import type { Lock } from "#document/sidecars.ts";
import { analyzeNotebook } from "#session/analysis.ts";
import { exportProject, runnerFiles } from "./export-project.ts";
import { makePipeline } from "./make-pipeline.ts";
import { parsePipelineFile, printPipelineFile } from "./pipeline-file.ts";
import { targets, type TargetId } from "./targets.ts";

const cells = {
  rows: "yaml dataset\nfrom: ./data/rows.csv\n",
  far: "yaml dataset\nfrom: https://data.example.org/rows.csv\n",
  note: `yaml control\ntype: text\nlabel: "\${{ secrets.key }} it's \\"so\\""\nvalue: "{{ x }} 'y'"\n`,
  rate: "yaml control\ntype: number\nvalue: 0.5\n",
  network: "ts\nconst network = [note, rate, rows.rows().length];\n",
  drift: "yaml monitor\nreference: rows\ncurrent: far\n",
  nightly:
    'yaml pipeline\ncells: [drift, network]\nparameters: [note, rate]\nschedule: "0 6 * * 1"\nretries: 3\n',
};
const bytes = new TextEncoder().encode("id,mass\na,1\n");

async function madeOf(given: Readonly<Record<string, string>>, file: Uint8Array | undefined = bytes) {
  const fences = Object.entries(given).map(([name, text]) => {
    const at = text.indexOf("\n");
    return `\`\`\`${text.slice(0, at)} ${name}\n${text.slice(at + 1)}\`\`\`\n`;
  });
  const text = `---\ncairn: 1\n---\n${fences.join("\n")}`;
  const analysis = analyzeNotebook(parseNotebook(text, { kinds: kindNames }));
  const services = { file: () => Promise.resolve(file), sample: () => Promise.reject(new Error("none")) };
  return { text, ...(await makePipeline({ analysis, notebook: "birds.md", services })) };
}

async function projectOf(to: readonly TargetId[] = targets.map(({ id }) => id), lock?: Lock) {
  const made = await madeOf(cells);
  const runner = new Map([["cairn.mjs", Uint8Array.of(1)]]);
  const project = exportProject({ ...made, title: "Birds", targets: to, runner, ...(lock && { lock }) });
  const textOf = (path: string) => new TextDecoder().decode(project.files.get(path));
  return { made, project, textOf };
}

test("makePipeline finds the steps with all that they need, their data and hosts, and what can be set", async () => {
  const { pipeline, data } = await madeOf(cells);
  expect(pipeline.steps.map(({ id, deps, in: read }) => [id, deps, read])).toEqual([
    ["rows", [], ["data/rows.csv"]],
    ["far", [], []],
    ["network", ["rows"], []],
    ["drift", ["rows", "far"], []],
  ]);
  expect(pipeline.hosts).toEqual(["data.example.org"]);
  expect(pipeline.files).toMatchObject([{ path: "data/rows.csv", bytes: bytes.length, included: true }]);
  expect([...data.keys()]).toEqual(["data/rows.csv"]);
  expect(pipeline.params["rate"]).toEqual({ type: "number", default: 0.5 });
  expect(parsePipelineFile(printPipelineFile(pipeline))).toEqual(pipeline);
});

test("a large file stays behind with its hash, and a file that is not there is said", async () => {
  const { pipeline, data, notes } = await madeOf(cells, new Uint8Array(64 * 2 ** 20 + 1));
  expect(pipeline.files[0]).toMatchObject({
    included: false,
    hash: expect.stringMatching(/^sha256-8m:/) as string,
  });
  expect(data.size).toBe(0);
  expect(notes[0]).toContain("data/rows.csv is too large to be copied");
  await expect(
    madeOf({ rows: cells.rows, all: "yaml pipeline\ncells: [rows]\n" }, null as never),
  ).rejects.toThrow('rows reads "data/rows.csv"');
});

test("each target adds its own file, and without a lock the project's test compares no numbers", async () => {
  const alone = await projectOf(["node"]);
  const all = await projectOf();
  const added = [...all.project.files.keys()].filter((path) => !alone.project.files.has(path));
  expect(added).toEqual([".github/workflows/nightly.yml", "dags/nightly.py"]);
  expect(alone.textOf("test/pipeline.test.mjs")).not.toContain("TOLERANCE");
  expect(alone.project.notes[0]).toContain("No number is locked for WebAssembly");
  expect(runnerFiles(alone.made)).toEqual(["cairn.mjs"]);

  const lock: Lock = {
    version: 1,
    datasets: {},
    results: { drift: { alerts: { wasm: { value: 1, tolerance: 0 } } } },
    provenance: { cairn: "0.1.0", libraries: {} },
    evidence: {},
  };
  const locked = await projectOf(["node"], lock);
  expect(locked.textOf("birds.lock.json")).toContain('"alerts"');
  expect(locked.textOf("test/pipeline.test.mjs")).toContain("TOLERANCE = 1e-6");
});

test("text of a notebook is no expression of GitHub, no template of Airflow and no command", async () => {
  const { textOf } = await projectOf();
  const workflow = parse(textOf(".github/workflows/nightly.yml")) as {
    on: { workflow_dispatch: { inputs: Record<string, { description: string; default: string }> } };
    jobs: { pipeline: { env: Record<string, string>; steps: { run?: string }[] } };
  };
  const { note } = workflow.on.workflow_dispatch.inputs;
  expect(note.description).toBe('$ {{ secrets.key }} it\'s "so"');
  expect(workflow.jobs.pipeline.env["PARAM_NOTE"]).toBe("${{ inputs.note || '{{ x }} ''y''' }}");
  const commands = workflow.jobs.pipeline.steps.flatMap(({ run }) => run ?? []);
  expect(commands).toHaveLength(4);
  for (const command of commands) expect(command).not.toMatch(/\{\{|'y'|secrets/);
  const dag = textOf("dags/nightly.py");
  expect(dag).toContain(
    `"note": Param("{{ x }} 'y'", type="string", description="\${{ secrets.key }} it's \\"so\\"")`,
  );
  expect(dag).toContain('bash_command=\'node "$CAIRN_HOME/cairn.mjs" step "$CAIRN_STEP"');
});

test("data of the name of one of the project's files, and a pipeline.json that is none, are refused", async () => {
  const made = await madeOf({
    rows: "yaml dataset\nfrom: ./package.json\n",
    all: "yaml pipeline\ncells: [rows]\n",
  });
  const options = {
    ...made,
    title: "Birds",
    targets: ["node"] as const,
    runner: new Map<string, Uint8Array>(),
  };
  expect(() => exportProject(options)).toThrow(
    "the notebook reads package.json, and the project has a file of that name",
  );
  for (const text of ["{", "{}", '{ "version": 2 }'])
    expect(() => parsePipelineFile(text)).toThrow(CairnError);
});
