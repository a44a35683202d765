import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags } from "./scripts/chromium-flags.mjs";
import { typeFilesPlugin } from "./scripts/type-files-plugin.mjs";
import { watPlugin } from "./scripts/wat-plugin.mjs";

const lateFound = [
  "@noble/hashes/sha2.js",
  "@noble/hashes/utils.js",
  "@sveltejs/acorn-typescript",
  "acorn",
  "fuzzysort",
  "katex",
  "prettier/plugins/babel",
  "prettier/plugins/estree",
  "prettier/plugins/yaml",
  "prettier/standalone",
  "valibot",
  "yaml",
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients.js",
  "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js",
  "@tensorflow/tfjs-layers",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-webgpu",
  "@tensorflow/tfjs-backend-wasm",
];

export default defineConfig({
  root: "src",
  publicDir: "../public",
  // Two runs at once (the halves of the browser tests) would write over each other's.
  cacheDir: `../${process.env["CAIRN_VITE_CACHE"] ?? "node_modules/.vite"}`,
  base: "./",
  build: {
    outDir: "../dist/site",
    emptyOutDir: true,
    target: "esnext",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    // Workers are built within a plugin's call, and one of them holds the TypeScript compiler.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  plugins: [svelte(), watPlugin(), typeFilesPlugin()],
  worker: { plugins: () => [typeFilesPlugin()] },
  resolve: { alias: { "linkify-it": fileURLToPath(new URL("src/markup/no-linkify.ts", import.meta.url)) } },
  // Found only when a test asks for them, these would reload its page.
  optimizeDeps: { include: process.env["VITEST"] ? lateFound : [] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          root: ".",
          include: ["src/**/*.test.ts", "kernels/**/*.test.ts"],
          exclude: ["**/*.gpu.test.ts", "**/*.svelte.test.ts"],
          setupFiles: [`${import.meta.dirname}/scripts/seed-properties.mjs`],
          environment: "node",
          testTimeout: 60_000,
          // Left to itself, Vitest leaves one core idle: on two that is half the machine.
          maxWorkers: "100%",
          expect: { poll: { timeout: 15_000 } }, // a busy machine needs more than a second now and then
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          root: ".",
          include: ["src/**/*.{gpu,svelte}.test.ts", "kernels/**/*.gpu.test.ts"],
          testTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } }, // as above
          // Files side by side in one Chromium steal the focus from each other.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: process.env.CAIRN_CHROMIUM, args: chromiumFlags },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
