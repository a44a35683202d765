// The program of `npm run bench:gpu`, bundled into one file. Dawn comes first: tfjs looks for WebGPU when it is loaded.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const { create, globals } = createRequire(import.meta.url)(process.env.DAWN ?? "webgpu");
Object.assign(globalThis, globals);
const gpu = create(["backend=vulkan"]);
Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });

const { measureGpu } = await import("./bench-gpu-measures.mjs");
const result = await measureGpu({ isQuick: process.argv.includes("--quick") });
if (process.env.OUT) writeFileSync(join(process.env.OUT, "bench-gpu.json"), JSON.stringify(result, null, 1));
process.exit(0); // Dawn's device keeps the process alive
