// `npm run bench`: the budgets of the page, measured in the production build, each the median of several runs
// in a fresh browser; then the kernels beside their peers. A benchmark says; no test times anything.
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { driftReportTime } from "./bench-drift.mjs";
import { inferenceOverhead } from "./bench-inference.mjs";
import { kernelTimes } from "./bench-kernels.mjs";
import { cachedRunTime, openTime, typingTime } from "./bench-long-notebook.mjs";
import { pipelineTimes } from "./bench-pipeline.mjs";
import { tableScrollFrame } from "./bench-table.mjs";
import { liveCurves } from "./bench-training.mjs";
import { chromiumFlags } from "./chromium-flags.mjs";
import { findBrowser } from "./find-browser.mjs";
import { installIfMissing, requireNode, root } from "./install.mjs";
import { isBuildStale } from "./newer.mjs";
import { serve } from "./serve.mjs";

const RUNS = 5;
const DECIMALS = { ms: 0, "kB gzip": 1, times: 2 };
const PORT = 4199;
const BASE = `http://localhost:${PORT}/`;

requireNode();
installIfMissing();
if (isBuildStale()) {
  const { buildAll } = await import("./build.mjs");
  await buildAll();
}
const { chromium } = await import("playwright");
const executablePath = await findBrowser("chromium");
const server = await serve({ folder: join(root, "dist/site"), port: PORT });
const browser = await chromium.launch({
  executablePath,
  args: chromiumFlags,
});

console.log(
  `Cairn ${execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim()}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(
  `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.versions.node}, Chromium ${browser.version()}`,
);
console.log(
  `Median of ${RUNS} runs in a fresh browser context each; WebGPU, where named, is the software adapter.\n`,
);

const rows = [];
await measure(
  "script of the home page, cold and untouched for 3 s",
  "kB gzip",
  160,
  () => scriptWeight(async (page) => page.goto(BASE)),
  1,
);
await measure(
  "script of a notebook with saved outputs, cold and untouched for 3 s",
  "kB gzip",
  160,
  () => scriptWeight(openSaved),
  1,
);
await measure("first paint of a notebook with its saved outputs", "ms", 1000, firstPaint);
await measure("first ts result after Run", "ms", 500, () => firstResult("1 + 1", "2"));
await measure("first tensor result after Run, WebAssembly", "ms", 1500, () =>
  firstResult("(await tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).sum().data())[0]", "262144", "wasm"),
);
await measure("first tensor result after Run, WebGPU (software)", "ms", 1500, () =>
  firstResult("(await tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).sum().data())[0]", "262144", "webgpu"),
);
await measure("Stop in while (true) {}", "ms", 1000, stopTime);
await measure("a notebook of 500 cells, opened", "ms", 2000, () =>
  inFreshPage((page) => openTime(page, BASE, 500)),
);
await measure(
  "typing in a notebook of 500 cells, key to frame",
  "ms",
  50,
  () => inFreshPage((page) => typingTime(page, BASE, 500)),
  1,
);
await measure("Run all of 200 cells with current results", "ms", 200, () =>
  inFreshPage((page) => cachedRunTime(page, BASE, 200)),
);
await measure("a table of 1,000,000 rows, scrolled: 95th of 100 frames", "ms", 25, () =>
  inFreshPage((page) => tableScrollFrame(page, BASE)),
);
await measure(
  "a drift report over 20 columns of 100,000 rows",
  "ms",
  1000,
  () => inFreshPage((page) => driftReportTime(page, BASE)),
  3,
);
await measure(
  "one answer of an infer cell, over bare ONNX Runtime",
  "times",
  1.1,
  () => inFreshPage((page) => inferenceOverhead(page, BASE)),
  1,
);
const curves = await inFreshPage((page) => liveCurves(page, BASE));
await measure("training with live curves, over the bare loop", "times", 1.05, () => curves.ratio, 1);
await measure("training with live curves: 95th of 100 frames", "ms", 25, () => curves.frameMs, 1);
await browser.close();
server.close();
const pipeline = pipelineTimes();
await measure("cairn export", "ms", 2000, () => pipeline.exportMs, 1);
await measure("a pipeline in Node that finds all done", "ms", 1000, () => pipeline.cachedMs, 1);
const trainings = await kernelTimes();

const width = Math.max(...rows.map((row) => row.name.length));
for (const { name, value, unit, budget } of rows) {
  const verdict = value <= budget ? "within" : "OVER";
  console.log(
    `${name.padEnd(width)}  ${value.toFixed(DECIMALS[unit]).padStart(7)} ${unit.padEnd(7)}  budget ${String(budget).padStart(5)}  ${verdict}, ratio ${(value / budget).toFixed(2)}`,
  );
}

console.log("\nA training step on WebAssembly in Node, kernels/ beside a peer in the same run, medians:\n");
for (const { name, peer, peerMs, oursMs } of trainings) {
  console.log(
    `${name}: ${oursMs.toFixed(1)} ms; ${peer}: ${peerMs.toFixed(1)} ms; ratio ${(peerMs / oursMs).toFixed(1)}`,
  );
}

async function measure(name, unit, budget, once, runs = RUNS) {
  const values = [];
  for (let run = 0; run < runs; run++) values.push(await once());
  values.sort((a, b) => a - b);
  rows.push({ name, unit, budget, value: values[Math.floor(values.length / 2)] });
  process.stderr.write(".");
}

async function inFreshPage(work) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  try {
    return await work(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

function scriptWeight(open) {
  return inFreshPage(async (page, context) => {
    let counted = page;
    if (open === openSaved) {
      await open(page); // puts the notebook into the store
      counted = await context.newPage();
    }
    const bodies = [];
    counted.on("response", (response) => {
      if (response.request().resourceType() === "script") bodies.push(response.body());
    });
    await counted.goto(open === openSaved ? page.url() : BASE);
    await counted.waitForTimeout(3000);
    return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0) / 1000;
  });
}

/** Opens notebook 1 with its author's outputs. */
async function openSaved(page) {
  await page.goto(BASE);
  await page.getByText("Which penguin is this?").first().click();
  await page.locator('[data-cell="report"] dd').first().waitFor();
}

function firstPaint() {
  return inFreshPage(async (page, context) => {
    await openSaved(page);
    const again = await context.newPage();
    const url = page.url();
    await page.close(); // or the second tab waits whether the first gives the notebook back
    await again.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-cell="report"] dd')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => (globalThis.paintedAt = performance.now())));
      }).observe(document, { childList: true, subtree: true });
    });
    await again.goto(url);
    await again.waitForFunction(() => globalThis.paintedAt !== undefined);
    return again.evaluate(() => globalThis.paintedAt);
  });
}

/** A new notebook whose one cell is `code`. */
async function openCell(page, code, backend) {
  await page.goto(`${BASE}${backend ? `?backend=${backend}` : ""}`);
  const text = `---\ncairn: 1\n---\n\`\`\`ts cell\n${code}\n\`\`\`\n`;
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "bench.md", mimeType: "text/markdown", buffer: Buffer.from(text) });
  await page.locator('[data-cell="cell"]').waitFor();
  await page.waitForTimeout(500); // the page is at rest, as a reader's would be
}

function firstResult(code, expected, backend) {
  return inFreshPage(async (page) => {
    await openCell(page, code, backend);
    return page.evaluate(async (wanted) => {
      const cell = document.querySelector('[data-cell="cell"]');
      const button = [...document.querySelectorAll("button")].find((each) =>
        /run all/i.test(each.textContent ?? ""),
      );
      const started = performance.now();
      button.click();
      await new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (cell.dataset.status !== "done" || !cell.textContent.includes(wanted)) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, {
          childList: true,
          subtree: true,
          attributes: true,
          characterData: true,
        });
      });
      return performance.now() - started;
    }, expected);
  });
}

function stopTime() {
  return inFreshPage(async (page) => {
    await openCell(page, "while (true) {}");
    await page.getByRole("button", { name: "Run all" }).click();
    await page.locator('[data-cell="cell"][data-status="running"]').waitFor();
    await page.waitForTimeout(300);
    return page.evaluate(async () => {
      const cell = document.querySelector('[data-cell="cell"]');
      const button = [...document.querySelectorAll("button")].find((each) =>
        /interrupt/i.test(each.textContent ?? ""),
      );
      const started = performance.now();
      button.click();
      await new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (cell.dataset.status === "running") return;
          observer.disconnect();
          resolve();
        });
        observer.observe(cell, { attributes: true });
      });
      return performance.now() - started;
    });
  });
}
