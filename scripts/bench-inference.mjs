// What an infer cell costs beside ONNX Runtime itself: the latency that the cell shows, and that of the bare package on
// the same file, in the same browser.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const notebook = `---
cairn: 1
title: One row at a time
seed: 1
---

\`\`\`yaml dataset digits
from: sample:digits
split: { by: hash, train: 0.9, validation: 0, test: 0.1 }
\`\`\`

\`\`\`ts network
const network = tf.sequential({ layers: [
  tf.layers.flatten({ inputShape: [28, 28, 1] }),
  tf.layers.dense({ units: 1536, activation: "relu" }),
  tf.layers.dense({ units: 1024, activation: "relu" }),
  tf.layers.dense({ units: 10, activation: "softmax" }),
] });
\`\`\`

\`\`\`yaml train reader
model: network
data: digits
target: digit
epochs: 1
batchSize: 512
\`\`\`

\`\`\`yaml infer guess
model: reader
inputs: { picture: "M14 4 14 24" }
\`\`\`
`;

/** Times as long as the bare package takes, each the median of many answers for one row: 1.1 is 10 % more. */
export async function inferenceOverhead(page, base) {
  await page.goto(`${base}?backend=wasm`);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "guess.md", mimeType: "text/markdown", buffer: Buffer.from(notebook) });
  await page.locator('button[aria-label="Run all cells"]').click();
  const cell = page.locator('[data-cell="guess"][data-status="done"]');
  await cell.waitFor({ timeout: 240_000 });
  const [file] = await Promise.all([page.waitForEvent("download"), saveOnnx(page)]);
  const model = readFileSync(await file.path()).toString("base64");
  const median = async () => {
    await page.getByRole("button", { name: "Run guess", exact: true }).click();
    await page.locator('[data-cell="guess"][data-status="running"]').waitFor();
    await cell.waitFor();
    return Number(/([\d.]+) ms a row/.exec(await cell.innerText())[1]);
  };
  // One after the other, several times: a machine that is busy is busy for both.
  const bare = await bareRuntime(page.context(), base, model);
  const ratios = [];
  for (let i = 0; i < 5; i++) ratios.push((await median()) / (await bare()));
  return ratios.sort((a, b) => a - b)[2];
}

async function saveOnnx(page) {
  await page.getByRole("button", { name: "More about reader", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as ONNX" }).click();
}

/** ONNX Runtime as its own documentation has it, on a page without anything of ours. */
async function bareRuntime(context, base, model) {
  const page = await context.newPage();
  const script = readFileSync(join(root, "node_modules/onnxruntime-web/dist/ort.wasm.min.js"), "utf8");
  const runtime = readFileSync(
    join(root, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs"),
    "utf8",
  );
  const wasm = readFileSync(join(root, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"));
  await page.route("**/bare/*", (route) => {
    const name = route.request().url().split("/").at(-1);
    if (name === "runtime.mjs") return route.fulfill({ contentType: "text/javascript", body: runtime });
    if (name === "runtime.wasm") return route.fulfill({ contentType: "application/wasm", body: wasm });
    return route.fulfill({ contentType: "text/html", body: `<!doctype html><script>${script}</script>` });
  });
  await page.goto(`${base}bare/page`);
  await page.evaluate(async (encoded) => {
    const { ort } = globalThis;
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { mjs: "/bare/runtime.mjs", wasm: "/bare/runtime.wasm" };
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
    const pixels = new Uint8Array(784).fill(100);
    globalThis.ask = () =>
      session.run({ picture: new ort.Tensor("uint8", pixels, [1, 28, 28, 1]) }, ["probabilities"]);
  }, model);
  return () =>
    page.evaluate(async () => {
      const samples = [];
      for (let i = 0; i < 31; i++) {
        const started = performance.now();
        for (let k = 0; k < 3; k++) await globalThis.ask();
        samples.push((performance.now() - started) / 3);
      }
      return samples.sort((a, b) => a - b)[15];
    });
}
