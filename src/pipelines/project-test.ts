// The test of an exported project, as text: it runs the pipeline from nothing and compares what it reaches with the lock.

/** @param lockFile undefined where nothing was locked: then it only asks that the pipeline runs, and runs once */
export function projectTest(lockFile: string | undefined): string {
  return `// Runs the pipeline with an empty folder of work${lockFile === undefined ? "" : `, and compares what it reaches with ${lockFile}`}. Written by Cairn.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "pipeline-"));
after(() => rmSync(place, { recursive: true, force: true }));
${
  lockFile === undefined
    ? `const leftOut = new Set(["work", "node_modules", ".git"]);`
    : `const LOCK = ${JSON.stringify(lockFile)};
const TOLERANCE = 1e-6;
// In a copy without the lock: what is expected cannot be read while it is computed.
const leftOut = new Set([LOCK, "work", "node_modules", ".git"]);`
}
cpSync(project, join(place, "project"), {
  recursive: true,
  filter: (path) => !leftOut.has(relative(project, path)),
});

function run() {
  const program = [join(place, "project/cairn.mjs"), "run", "--workdir", join(place, "work"), "--json"];
  const options = { encoding: "utf8", maxBuffer: 2 ** 28 };
  const { status, stdout, stderr } = spawnSync(process.execPath, program, options);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout).steps;
}

let first;
test("the pipeline runs from nothing, and its gates hold", () => {
  first = run();
  assert.deepEqual(new Set(first.map(({ status }) => status)), new Set(["done"]));
});
${
  lockFile === undefined
    ? ""
    : `
test("it reads the data and reaches the numbers that are locked for WebAssembly", () => {
  const lock = JSON.parse(readFileSync(join(project, LOCK), "utf8"));
  let compared = 0;
  for (const { id, outputs, metrics } of first) {
    if (lock.datasets[id] !== undefined) assert.equal(outputs[id], lock.datasets[id], id);
    for (const [name, { wasm }] of Object.entries(lock.results[id] ?? {})) {
      if (wasm === undefined) continue;
      const got = metrics?.[name];
      assert.ok(Math.abs(got - wasm.value) <= TOLERANCE, \`\${id} \${name}: expected \${wasm.value}, got \${got}\`);
      compared++;
    }
  }
  assert.ok(compared > 0, \`\${LOCK} has no number for WebAssembly\`);
});
`
}
test("a second run does no work, and has the same results", () => {
  const second = run();
  assert.deepEqual(new Set(second.map(({ status }) => status)), new Set(["cached"]));
  assert.deepEqual(
    second.map(({ outputs }) => outputs),
    first.map(({ outputs }) => outputs),
  );
});
`;
}
