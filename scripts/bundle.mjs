// How Vite bundles what is no page: from the root, without public/, with WebAssembly text compiled.
import { join } from "node:path";
import { root } from "./install.mjs";

/** Imports late, and is handed vite: a first build installs the packages that both need. */
export async function bundle(vite, config) {
  const { watPlugin } = await import("./wat-plugin.mjs");
  await vite.build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: "error",
    plugins: [watPlugin()],
    ...config,
  });
}

/** One file for Node that holds all it needs, but for Dawn, which is native and not everywhere. */
export async function bundleForNode(vite, { entry, outDir, file, format }) {
  await bundle(vite, {
    // The packages' ES modules: tfjs's CommonJS files would be a second copy with a registry of its own.
    resolve: { mainFields: ["module", "main"] },
    ssr: { noExternal: true, external: ["webgpu", "playwright"], target: "node" },
    build: {
      ssr: join(root, entry),
      target: "node20",
      outDir,
      emptyOutDir: false,
      minify: true,
      rolldownOptions: {
        external: ["webgpu", "playwright"],
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  });
}
