// The folder as others use it: one built file, tfjs from npm, plain Node, nothing of Cairn.
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("dist/kernels/index.js trains a convolution on WebAssembly in a program that has only tfjs", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kernels-alone-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(
    join(folder, "program.mjs"),
    `import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import "@tensorflow/tfjs-backend-wasm";
import { install, report } from ${JSON.stringify(join(root, "dist/kernels/index.js"))};
await tf.setBackend("wasm");
const { patched } = await install(tf);
const filter = tf.variable(tf.ones([3, 3, 1, 2]));
const loss = () => tf.mean(tf.square(tf.conv2d(tf.ones([2, 8, 8, 1]), filter, 1, "same")));
const [before] = await loss().data();
tf.train.sgd(0.001).minimize(loss);
const [after] = await loss().data();
const { calls } = report(tf).find(({ kernel }) => kernel === "Conv2DBackpropFilter");
process.stdout.write(JSON.stringify({ learned: after < before, calls, patches: patched.length }));
`,
  );
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd: folder });
    const said = JSON.parse(stdout.slice(stdout.indexOf("{")));
    expect(said).toMatchObject({ learned: true, calls: 1 });
    expect(said.patches).toBeGreaterThan(20);
  } finally {
    await rm(folder, { recursive: true });
  }
});
