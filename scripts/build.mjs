// Builds everything: samples, the site, the sandbox's classic scripts, the command line.
//   dist/site   a static site that works on any host, below any path
//   dist/cli    the command line and its workers, for Node
//   dist/kernels  kernels/ as one file, for any program that uses TensorFlow.js
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRunner } from "./build-runner.mjs";
import { bundle, bundleForNode } from "./bundle.mjs";
import { installIfMissing, requireNode, root } from "./install.mjs";

const DUCKDB_WASM = "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm";
const ONNX_RUNTIME = "onnxruntime-web/ort-wasm-simd-threaded";
const GLOBAL_TF = { "@tensorflow/tfjs-core": "cairnTensorFlow" };
const sandboxScripts = [
  { name: "frame", entry: "src/sandbox/frame.ts" },
  { name: "cells", entry: "src/sandbox/cells.worker.ts" },
  { name: "engine", entry: "src/sandbox/engine.worker.ts" },
  { name: "backend-wasm", entry: "src/sandbox/backend-wasm.part.ts", globals: GLOBAL_TF },
  // With tree shaking, Rolldown puts Arrow's index, of which nothing is left, into a second file.
  { name: "duckdb", entry: "src/sandbox/duckdb.part.ts", treeshake: false },
  { name: "inference", entry: "src/sandbox/inference.worker.ts" },
  { name: "onnx", entry: "src/sandbox/onnx.part.ts" },
  { name: "onnx-webgpu", entry: "src/sandbox/onnx-webgpu.part.ts" },
  { name: "plot", entry: "src/sandbox/plot.part.ts" },
  { name: "backend-webgpu", entry: "src/sandbox/backend-webgpu.part.ts", globals: GLOBAL_TF },
];
const commandLineScripts = [
  { name: "cairn", entry: "src/cli/main.ts" },
  { name: "cells", entry: "src/sandbox/cells-node.worker.ts" },
  { name: "engine", entry: "src/sandbox/engine-node.worker.ts" },
  { name: "duckdb", entry: "src/sandbox/duckdb-node.part.ts" },
  { name: "inference", entry: "src/sandbox/inference-node.worker.ts" },
];

export async function buildAll({ quiet = false } = {}) {
  requireNode();
  installIfMissing();
  const { writeSamples } = await import("./samples.mjs");
  await writeSamples(join(root, "public/samples"));
  const started = Date.now(); // only now: making their folder touches public/, which is a source
  const vite = await import("vite");
  await vite.build({ root: join(root, "src"), configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  await buildSandbox(vite);
  await buildCommandLine(vite);
  await buildRunner(vite);
  await buildKernels(vite);
  copyNotebooks();
  writeFileSync(join(root, "dist/built.json"), `${JSON.stringify({ builtAt: new Date().toISOString() })}\n`);
  const stamp = new Date(started);
  utimesSync(join(root, "dist/built.json"), stamp, stamp); // a source saved while building is newer than the build
  if (!quiet) process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

/** Classic scripts, one self-contained file each: a blob or data worker has no base address for chunks. */
export async function buildSandbox(vite, { outDir = join(root, "dist/site/sandbox") } = {}) {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  for (const script of sandboxScripts) await buildClassic(vite, script, outDir);
  writeFileSync(
    join(outDir, "frame.html"),
    '<!doctype html><meta charset="utf-8"><title>sandbox</title><script src="frame.js"></script>\n',
  );
  const assets = [
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
    DUCKDB_WASM,
    `${ONNX_RUNTIME}.wasm`,
    `${ONNX_RUNTIME}.mjs`,
    `${ONNX_RUNTIME}.asyncify.wasm`, // with the operators of WebGPU; fetched where there is a real GPU
    `${ONNX_RUNTIME}.asyncify.mjs`,
  ];
  for (const file of assets)
    cpSync(createRequire(import.meta.url).resolve(file), join(outDir, basename(file)));
}

async function buildClassic(vite, { name, entry, globals = {}, treeshake = true }, outDir) {
  await bundle(vite, {
    resolve: {
      alias: { ...nodeModulesThatBrowsersLack(), ...duckDbForBrowsers() },
      // ONNX Runtime without the script that it would start threads with: that one is handed over.
      conditions: ["onnxruntime-web-use-extern-wasm", ...vite.defaultClientConditions],
    },
    build: {
      target: "es2022",
      outDir,
      emptyOutDir: false,
      minify: true,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        external: Object.keys(globals),
        treeshake,
        output: { format: "iife", entryFileNames: "[name].js", globals, codeSplitting: false },
      },
    },
  });
}

export async function buildCommandLine(vite) {
  const outDir = join(root, "dist/cli");
  rmSync(outDir, { recursive: true, force: true });
  for (const { name, entry } of commandLineScripts) {
    await bundleForNode(vite, { entry, outDir, file: `${name}.cjs`, format: "cjs" });
  }
}

/** One ES module that imports nothing: tfjs is handed to it. */
export async function buildKernels(vite) {
  await bundle(vite, {
    build: {
      target: "es2022",
      outDir: join(root, "dist/kernels"),
      minify: false,
      lib: { entry: join(root, "kernels/index.ts"), formats: ["es"], fileName: "index" },
    },
  });
}

/** tfjs asks for these only in Node. */
function nodeModulesThatBrowsersLack() {
  const empty = join(root, "scripts/empty.mjs");
  return Object.fromEntries(
    ["util", "fs", "path", "worker_threads", "perf_hooks", "os", "string_decoder"].map((name) => [
      name,
      empty,
    ]),
  );
}

/** The package has a build for browsers that runs in the worker that asks, but exports only the one for Node. */
function duckDbForBrowsers() {
  const folder = dirname(createRequire(import.meta.url).resolve(DUCKDB_WASM));
  return { "@duckdb/duckdb-wasm/blocking": join(folder, "duckdb-browser-blocking.mjs") };
}

function copyNotebooks() {
  const target = join(root, "dist/site/notebooks");
  mkdirSync(target, { recursive: true });
  cpSync(join(root, "notebooks"), target, { recursive: true });
  const names = readdirSync(target)
    .filter((name) => name.endsWith(".md"))
    .sort();
  const index = names.map((name) => describeNotebook(target, name.slice(0, -3)));
  writeFileSync(join(target, "index.json"), `${JSON.stringify(index)}\n`);
}

/** What the home page lists, from the notebook's front matter. */
function describeNotebook(folder, slug) {
  const text = readFileSync(join(folder, `${slug}.md`), "utf8");
  const head = text.slice(0, text.indexOf("\n---", 3));
  const value = (key) => new RegExp(`^${key}: *(.+)$`, "m").exec(head)?.[1].trim() ?? "";
  return {
    slug,
    title: value("title"),
    summary: value("summary"),
    level: Number(value("level")),
    minutes: Number(value("minutes")),
    hasOutputs: existsSync(join(folder, `${slug}.outputs.json`)),
  };
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await buildAll();
