// `npm run bench:gpu`: kernels/ beside stock tfjs on a real GPU, in Node by way of Dawn. Builds dist/bench-gpu/bench.mjs,
// one file that needs nothing beside it but Dawn (npm `webgpu`, or its dawn.node named by DAWN), and runs it.
//   npm run bench:gpu -- --quick    small sizes, to see that it runs
//   npm run bench:gpu -- --build    builds the file only, to be taken to another machine
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installIfMissing, requireNode, root } from "./install.mjs";

requireNode();
installIfMissing();
const { watPlugin } = await import("./wat-plugin.mjs");
const vite = await import("vite");
const outDir = join(root, "dist/bench-gpu");
await vite.build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: "error",
  plugins: [watPlugin()],
  resolve: { mainFields: ["module", "main"] },
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: join(root, "scripts/bench-gpu-program.mjs"),
    target: "node20",
    outDir,
    minify: false,
    rolldownOptions: { output: { format: "es", entryFileNames: "bench.mjs", codeSplitting: false } },
  },
});
if (!process.argv.includes("--build")) {
  const { status } = spawnSync(process.execPath, [join(outDir, "bench.mjs"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
