import { chromium } from "playwright";
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromiumFlags } from "./chromium-flags.mjs";
import { serve } from "./serve.mjs";
const server = await serve({ folder: "/work/wt-pipeline/dist/site", port: 4371 });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumFlags });
const text = readFileSync("/tmp/p1/n2.md", "utf8");
for (const [width, scheme] of [
  [1440, "light"],
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
]) {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 1000 },
    colorScheme: scheme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on("pageerror", (e) => console.log("ERR", e.message));
  await page.goto(server.url ?? "http://localhost:4371/");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "birds.md", mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.locator('[data-cell="nightly"]').waitFor();
  if (scheme === "light") {
    await page.getByRole("button", { name: "Run all" }).click();
    await page.locator('[data-cell="nightly"][data-status="done"]').waitFor({ timeout: 60000 });
  } else {
    await page.locator('[data-cell="nightly"]').click();
    await page.waitForTimeout(800);
  }
  await page.locator('[data-cell="nightly"]').scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/p1/cell-${width}-${scheme}.png` });
  await page.locator('[data-cell="nightly"]').getByRole("button", { name: "Export" }).click();
  await page.locator("dialog .tree").waitFor();
  await page.waitForTimeout(400);
  if (width === 1440) await page.getByRole("button", { name: /nightly.yml/ }).click();
  await page.waitForTimeout(200);
  await page.screenshot({ path: `/tmp/p1/export-${width}-${scheme}.png` });
  const { violations } = await new AxeBuilder({ page }).analyze();
  console.log(
    width,
    scheme,
    violations.map((v) => `${v.impact} ${v.id} ${v.nodes[0].html.slice(0, 100)}`),
  );
  await context.close();
}
await browser.close();
await server.close?.();
process.exit(0);
