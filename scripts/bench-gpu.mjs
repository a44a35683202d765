// `npm run bench:gpu`: kernels/ beside stock tfjs on a real GPU, in Node by way of Dawn. Builds dist/bench-gpu/bench.mjs,
// one file that needs nothing beside it but Dawn (npm `webgpu`, or its dawn.node named by DAWN), and runs it.
//   npm run bench:gpu -- --quick    small sizes, to see that it runs
//   npm run bench:gpu -- --build    builds the file only, to be taken to another machine
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundleForNode } from "./bundle.mjs";
import { installIfMissing, requireNode, root } from "./install.mjs";

requireNode();
installIfMissing();
const outDir = join(root, "dist/bench-gpu");
const entry = "scripts/bench-gpu-program.mjs";
await bundleForNode(await import("vite"), { entry, outDir, file: "bench.mjs", format: "es" });
if (!process.argv.includes("--build")) {
  const { status } = spawnSync(process.execPath, [join(outDir, "bench.mjs"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
