// `npm test`: everything that must hold, then one closing line `N passed, N failed`.
//   npm test -- unit        one step alone: format, lint, unused, types, unit, browser, journeys
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./find-browser.mjs";
import { installIfMissing, requireNode, root } from "./install.mjs";
import { isBuildStale } from "./newer.mjs";
import { pythonWith } from "./python-env.mjs";

requireNode();
installIfMissing();
const asked = process.argv.slice(2);
/** They need nothing of each other, so they run side by side. */
const checks = {
  format: ["oxfmt", "--check"],
  lint: ["oxlint", "--type-aware", "--deny-warnings"],
  unused: ["knip"],
  types: ["svelte-check", "--tsconfig", "./tsconfig.json", "--fail-on-warnings"],
};
const tests = {
  unit: async () => {
    env.CAIRN_PYTHON = await python;
    return vitest("node");
  },
  browser: inTwoBrowsers,
  journeys,
};
const steps = [...Object.keys(checks), ...Object.keys(tests)];
const isAsked = (name) => asked.length === 0 || asked.includes(name);
const unknown = asked.filter((name) => !steps.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`npm test: there is no step "${unknown[0]}"; there are: ${steps.join(", ")}\n`);
  process.exit(2);
}

const results = join(root, "node_modules/.test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const env = {
  ...process.env,
  CAIRN_CHROMIUM: await findBrowser("chromium"),
  CAIRN_FIREFOX: await findBrowser("firefox"),
  FORCE_COLOR: process.stdout.isTTY ? "1" : "0",
};
// It takes its time, and nothing needs it before the unit tests.
const python = isAsked("unit")
  ? pythonWith([
      "nbformat==5.11.1",
      "onnx==1.23.2",
      "scipy==1.17.1",
      "apache-airflow-core==3.3.2",
      "apache-airflow-providers-standard==1.21.0",
    ])
  : undefined;
const total = { passed: 0, failed: 0, skipped: 0 };

if (isBuildStale()) {
  const { buildAll } = await import("./build.mjs");
  await buildAll();
}
await Promise.all(
  Object.entries(checks).map(async ([name, [program, ...args]]) => {
    if (!isAsked(name)) return;
    const started = Date.now();
    const { code, said } = await check(program, args);
    console.log(`\n== ${name}\n${said}`);
    count(name, started, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  }),
);
for (const [name, step] of Object.entries(tests)) {
  if (!isAsked(name)) continue;
  const started = Date.now();
  console.log(`\n== ${name}`);
  count(name, started, await step());
}
if (total.skipped > 0)
  console.log(
    `\n${total.skipped} skipped: a skipped test is a failure here, because nothing may be left out for want of a tool.`,
  );
const failed = total.failed + total.skipped;
console.log(`\n${total.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function count(name, started, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
}

/** What it says is kept until it has ended: others speak at the same time. */
function check(program, args) {
  return new Promise((resolve) => {
    const bin = join(root, "node_modules/.bin", program);
    const child = spawn(bin, args, { cwd: root, env, shell: process.platform === "win32" });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += piece));
    child.on("error", (error) => resolve({ code: 1, said: `${program}: ${error.message}` }));
    child.on("close", (code) => resolve({ code, said: said.trimEnd() }));
  });
}

/** @param shard "1/2": one of two halves, in a browser and with a cache of Vite of its own */
async function vitest(project, shard) {
  const name = shard ? `${project}-${shard.replace("/", "-of-")}` : project;
  const file = join(results, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(
    "vitest",
    ["run", "--project", project, ...reporters, ...(shard ? ["--shard", shard] : [])],
    shard ? { CAIRN_VITE_CACHE: `node_modules/.vite-${name}` } : {},
  );
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = report;
  const brokenFiles = report.testResults.filter(
    (each) => each.status === "failed" && each.assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + brokenFiles;
  return {
    passed: numPassedTests,
    failed: code !== 0 && failed === 0 ? Math.max(1, numFailedTestSuites) : failed,
    skipped: numPendingTests,
  };
}

/** Files side by side in one browser steal the focus from each other; two browsers use two cores. */
async function inTwoBrowsers() {
  const halves = await Promise.all(["1/2", "2/2"].map((shard) => vitest("browser", shard)));
  return Object.fromEntries(
    Object.keys(total).map((key) => [key, halves.reduce((sum, half) => sum + (half[key] ?? 0), 0)]),
  );
}

async function journeys() {
  const file = join(results, "journeys.json");
  const code = await run("playwright", ["test", "--config", "e2e/playwright.config.ts"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = read(file)?.stats;
  if (!stats) return { passed: 0, failed: 1 };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: stats.skipped };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function run(program, args, extra = {}) {
  return new Promise((resolve) => {
    const bin = join(root, "node_modules/.bin", program);
    const child = spawn(bin, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...env, ...extra },
      shell: process.platform === "win32",
    });
    child.on("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(1);
    });
    child.on("close", resolve);
  });
}
