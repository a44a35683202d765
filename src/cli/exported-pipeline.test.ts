// An exported project in a folder of its own: it runs with Node alone, does no work twice, survives being killed, and others
// accept its launchers: GitHub's own parser of workflows, and Airflow.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parseLock } from "#document/sidecars.ts";
import { cairn, runProgram } from "./fixtures/built-program.ts";
import { pipelineNotebook } from "./fixtures/pipeline-notebook.ts";
import { workflowErrors } from "./fixtures/workflow-errors.ts";
import type { StepResult } from "./pipeline-run.ts";

let notebook: string;
let project: string;
const work = mkdtempSync(join(tmpdir(), "work-"));
const cairnMjs = (...args: string[]) => runProgram(join(project, "cairn.mjs"), args);
const stepsOf = ({ out }: { out: string }) => (JSON.parse(out) as { steps: StepResult[] }).steps;

beforeAll(async () => {
  notebook = pipelineNotebook();
  project = join(dirname(notebook), "project");
  expect((await cairn("run", notebook, "--backend", "wasm", "--lock")).code).toBe(0);
  const written = await cairn("export", notebook, "--to", "node,github-actions,airflow", "--out", project);
  expect(written.err).toMatch(/^Wrote 11 files/);
  expect(written.code).toBe(0);
});

test("its npm test passes with nothing installed", () => {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE|VITEST|npm)_/.test(name)),
  );
  const { status, stdout } = spawnSync("npm", ["test"], { cwd: project, encoding: "utf8", env });
  expect(stdout).toMatch(/# pass 3\n# fail 0\n/);
  expect(status).toBe(0);
});

test("it reaches what is locked for WebAssembly, and a second run does no work", async () => {
  const first = await cairnMjs("run", "--workdir", work, "--json");
  expect(first.code).toBe(0);
  const steps = stepsOf(first);
  expect(steps.map(({ id, status }) => `${id}:${status}`).join(" ")).toBe(
    "penguins:done heavy:done classifier:done report:done promote:done",
  );
  const lock = parseLock(readFileSync(join(project, "birds.lock.json"), "utf8"));
  for (const [name, { wasm }] of Object.entries(lock.results["report"]))
    expect(Math.abs(steps[3].metrics![name] - wasm.value)).toBeLessThanOrEqual(1e-6);
  expect(Object.keys(lock.results["report"])).toContain("accuracy");
  expect(readdirSync(join(work, "promoted")).sort()).toEqual([
    "cairn.json",
    "model.json",
    "promoted.json",
    "weights.bin",
  ]);

  const record = join(work, ".steps/classifier.json");
  const before = [readFileSync(record, "utf8"), statSync(record).mtimeMs];
  const second = stepsOf(await cairnMjs("run", "--workdir", work, "--json"));
  expect(new Set(second.map(({ status }) => status))).toEqual(new Set(["cached"]));
  expect(second.map(({ outputs }) => outputs)).toEqual(steps.map(({ outputs }) => outputs));
  expect([readFileSync(record, "utf8"), statSync(record).mtimeMs]).toEqual(before);
});

test("that it ran is evidence for the notebook that it came of, and for no other code", async () => {
  const unrun = await cairn("level", notebook, "--project", project);
  expect(unrun.err).toContain("the step penguins of the project has not run");
  cpSync(work, join(project, "work"), { recursive: true });
  const { out } = await cairn("level", notebook, "--project", project);
  expect(out).toMatch(/✓ 3\.1 .*\n +Its project ran 5 steps, and gave 4 locked results\. \(as recorded\)/);
  const text = readFileSync(notebook, "utf8");
  writeFileSync(notebook, text.replace(/epochs: \d+/, "epochs: 3"));
  const changed = await cairn("level", notebook, "--project", project);
  writeFileSync(notebook, text);
  expect(changed.err).toContain("was exported of other code than this notebook has");
});

test("a step that is killed and run again gives the same hash", async () => {
  const folder = mkdtempSync(join(tmpdir(), "killed-"));
  const child = spawn(process.execPath, [
    join(project, "cairn.mjs"),
    "step",
    "classifier",
    "--workdir",
    folder,
  ]);
  const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
  // What it trains on is there: it trains now.
  const isReady = () =>
    existsSync(join(folder, "results")) && readdirSync(join(folder, "results")).length > 0;
  await expect.poll(isReady, { interval: 5 }).toBe(true);
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
  expect(existsSync(join(folder, ".steps/classifier.json"))).toBe(false);
  const again = await cairnMjs("step", "classifier", "--workdir", folder, "--json");
  expect(again.code).toBe(0);
  const known = JSON.parse(readFileSync(join(work, ".steps/classifier.json"), "utf8")) as StepResult;
  expect(stepsOf(again)[0].outputs).toEqual(known.outputs);
});

test("a gate that fails ends its step with 1 and promotes nothing, and a slip is said with what was meant", async () => {
  const promoted = readFileSync(join(work, "promoted/promoted.json"), "utf8");
  const failed = await cairnMjs("step", "promote", "--workdir", work, "--hidden", "1", "--json");
  expect(failed.code).toBe(1);
  expect(stepsOf(failed)[0]).toMatchObject({ status: "error" });
  expect(failed.err).toContain("gate failed: accuracy >= 0.95");
  expect(readFileSync(join(work, "promoted/promoted.json"), "utf8")).toBe(promoted);

  const slips = await Promise.all([
    cairnMjs("step", "clasifier"),
    cairnMjs("run", "--hiden=3"),
    cairnMjs("run", "--hidden=99"),
  ]);
  expect(slips.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(slips[0].err).toContain('there is no step "clasifier"; did you mean classifier?');
  expect(slips[1].err).toContain("there is no flag --hiden; did you mean --hidden?");
  expect(slips[2].err).toContain("--hidden: control:");
});

test("GitHub's own parser accepts the workflow, and would not accept a misspelt one", async () => {
  const text = readFileSync(join(project, ".github/workflows/nightly.yml"), "utf8");
  const [found, control] = await workflowErrors([text, text.replace("runs-on:", "run-on:")]);
  expect(found).toEqual([]);
  expect(control).not.toEqual([]);
  expect(text).toContain("cron: 15 3 * * *");
  expect(text).toContain("description: Hidden $ {{ secrets.units }} units"); // a label is no expression
});

test("Airflow imports the DAG without errors, and runs it to success", () => {
  const python = process.env["CAIRN_PYTHON"];
  expect(python, "npm test makes a Python with Airflow, and sets CAIRN_PYTHON").toBeDefined();
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
    AIRFLOW_HOME: mkdtempSync(join(tmpdir(), "airflow-")),
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__DAGS_FOLDER: join(project, "dags"),
    CAIRN_WORK: work, // all done: what is asked is how Airflow calls it
  };
  // One process, because Airflow takes seconds to start: an empty database, the import, then its own command line.
  const program = `import sys
from airflow.utils.db import upgradedb
upgradedb()
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(${JSON.stringify(join(project, "dags"))})
print("IMPORTED", list(bag.dags), bag.import_errors, flush=True)
from airflow.__main__ import main
sys.argv = ["airflow", "dags", "test", "cairn_birds_nightly"]
main()`;
  const options = { encoding: "utf8", env, maxBuffer: 2 ** 26 } as const;
  const { status, stdout, stderr } = spawnSync(python!, ["-c", program], options);
  const said = `${stdout}${stderr}`;
  expect(said).toContain("IMPORTED ['cairn_birds_nightly'] {}");
  expect(status, said.slice(-3000)).toBe(0);
  expect(said).toMatch(/DagRun Finished: dag_id=cairn_birds_nightly.*state=success/s);
  expect(said).toContain("= classifier       train     cached");
}, 180_000);

test("no file calls a program by a name that is a stranger's", () => {
  const files = readdirSync(project, { recursive: true, encoding: "utf8" });
  const texts = files.filter((file) => /\.(md|json|mjs|yml|py)$/.test(file) && file !== "cairn.mjs");
  expect(texts.length).toBeGreaterThanOrEqual(7);
  for (const file of texts) expect(readFileSync(join(project, file), "utf8"), file).not.toContain("npx");
});
