// What a pipeline costs when nothing is to be done: the export of a notebook, and a run of the project that finds all done.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./install.mjs";

const notebook = `---
cairn: 1
title: Birds
seed: 42
---

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

\`\`\`ts heavy
const heavy = penguins.rows("test").filter((bird) => bird.body_mass_g > 4000).length;
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 16, activation: relu }]
data: penguins
target: species
epochs: 10
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
gates: { accuracy: ">= 0.5" }
\`\`\`

\`\`\`yaml pipeline nightly
cells: [heavy, report]
promote: report
\`\`\`
`;

/** @returns medians of the time of the whole process, in milliseconds */
export function pipelineTimes(runs = 5) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "birds.md");
  writeFileSync(file, notebook);
  const exportMs = median(runs, (run) =>
    timed(join(root, "dist/cli/cairn.cjs"), ["export", file, "--out", join(folder, `project-${run}`)]),
  );
  const runner = join(folder, "project-0/cairn.mjs");
  const steps = ["run", "--workdir", join(folder, "work")];
  timed(runner, steps);
  const cachedMs = median(runs, () => timed(runner, steps));
  rmSync(folder, { recursive: true, force: true });
  return { exportMs, cachedMs };
}

function timed(program, args) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - started;
}

function median(runs, once) {
  const values = Array.from({ length: runs }, (_, run) => once(run)).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
