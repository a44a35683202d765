import { defineConfig } from "@playwright/test";
import { chromiumFlags } from "../scripts/chromium-flags.mjs";

// Another port lets two clones of this repository be tested at once.
const port = Number(process.env["CAIRN_TEST_PORT"] ?? 4191);

export default defineConfig({
  testDir: ".",
  outputDir: "../node_modules/.test-results/journeys",
  timeout: 60_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 1000 },
    launchOptions: {
      executablePath: process.env["CAIRN_CHROMIUM"] ?? "/usr/bin/chromium",
      args: chromiumFlags,
    },
  },
  webServer: {
    command: `node scripts/start.mjs --no-open`,
    cwd: "..",
    port,
    env: { PORT: String(port) },
    reuseExistingServer: false,
  },
});
