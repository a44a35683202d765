// Builds cairn.mjs, the runner of exported pipelines, as one file: its own code, then the workers' scripts and TensorFlow.js's
// WebAssembly, each a line of comment that `src/cli/pipeline-parts.ts` reads. It lies in the site, because the page writes it too.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { bundleForNode } from "./bundle.mjs";
import { root } from "./install.mjs";

const QUALITY = 5; // of 11: half a second, and a tenth larger than the best

/** After the site, its sandbox and the command line. */
export async function buildRunner(vite) {
  const outDir = join(root, "dist/site/pipeline");
  const folder = join(root, "dist/runner");
  mkdirSync(outDir, { recursive: true });
  const entry = "src/cli/pipeline-main.ts";
  await bundleForNode(vite, { entry, outDir: folder, file: "main.mjs", format: "es" });
  const files = {
    cells: join(root, "dist/cli/cells.cjs"),
    engine: join(root, "dist/cli/engine.cjs"),
    "tfjs-wasm": join(root, "dist/site/sandbox/tfjs-backend-wasm-simd.wasm"),
  };
  const program = createHash("sha256");
  const lines = Object.entries(files).map(([name, file]) => {
    const bytes = readFileSync(file);
    program.update(bytes);
    return `//@${name} ${compressed(bytes).toString("base64")}`;
  });
  const code = readFileSync(join(folder, "main.mjs"), "utf8");
  const text = `#!/usr/bin/env node\n${code}\n//@program ${program.digest("hex")}\n${lines.join("\n")}\n`;
  writeFileSync(join(outDir, "cairn.mjs"), text);
  copyFileSync(join(root, "dist/cli/duckdb.cjs"), join(outDir, "duckdb.cjs"));
  rmSync(folder, { recursive: true, force: true });
}

function compressed(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
