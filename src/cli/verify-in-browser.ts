// What somebody else sent, run as its reader would run it: opened in headless Chromium, where its code is sealed off, and
// "Run it" pressed. What the page found is read off it.
import { createServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { installedBrowser } from "#scripts/find-browser.mjs";
import { serve } from "#scripts/serve.mjs";
import type { Verdict } from "#sharing/lock-file.ts";
import { readFileText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";
import type { Found } from "./verify.ts";

const OPEN_MS = 30_000;
/** Of the whole run. */
const RUN_MS = 30 * 60_000;

/** @param what a link, or the path of a .cairn file */
export async function verifyInBrowser(what: string, distFolder: string): Promise<Found> {
  const fragment = /#\/link\/.*$/.exec(what)?.[0];
  if (fragment === undefined && /^https?:/i.test(what))
    throw new UsageError(`"${what}" is no link to a notebook: it has no part that begins with #/link/`);
  if (fragment === undefined) await readFileText(what); // says what is wrong with the path
  const { chromium } = await loadPlaywright();
  const executablePath = await installedBrowser("chromium");
  const browser = await chromium
    .launch({
      ...(executablePath !== undefined && { executablePath }),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    })
    .catch((error: unknown) => {
      throw new UsageError(
        `verify: Chromium did not start (${String(error).split("\n")[0]}). Install one, or name it: CAIRN_CHROMIUM=/path`,
      );
    });
  const port = await freePort();
  const server = await serve({ folder: join(distFolder, "site"), port });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(OPEN_MS);
    await page.goto(`http://localhost:${port}/${fragment ?? ""}`);
    if (fragment === undefined) await page.locator("input[type=file]").setInputFiles(resolve(what));
    const run = page.getByRole("button", { name: "Run it" });
    const refused = page
      .getByRole("heading", { name: "This notebook did not open" })
      .or(page.getByRole("alert"));
    await run.or(refused).first().waitFor();
    if (await refused.first().isVisible())
      throw new UsageError(
        `"${what.slice(0, 60)}" was not opened: ${(await page.locator("main p, [role=alert]").first().textContent())?.trim()}`,
      );
    await run.click();
    const card = page.locator("section[data-verdict]");
    await page
      .locator("section[data-verdict]:not([data-verdict=waiting])")
      .or(page.getByText(/^Run ended/))
      .first()
      .waitFor({ state: "attached" });
    await page
      .locator("section[data-verdict]:not([data-verdict=running])")
      .waitFor({ state: "attached", timeout: RUN_MS });
    const rows = await card.locator("[data-result]").all();
    const results = await Promise.all(
      rows.map(async (row) => {
        const [cell = "", metric = ""] = ((await row.getAttribute("data-result")) ?? "").split(" ");
        const verdict = (await row.getAttribute("data-verdict")) as Verdict | "not run";
        const figures = await row.locator("td.num").all();
        const [published, here] = await Promise.all(
          figures.slice(0, 2).map((figure) => figure.getAttribute("title")),
        );
        return {
          cell,
          metric,
          published: published ?? "",
          ...(here != null && { here }),
          ...(verdict !== "not run" && { verdict }),
        };
      }),
    );
    const parted = await card.getAttribute("data-parted");
    return {
      results,
      verdict: ((await card.getAttribute("data-verdict")) ?? "waiting") as Found["verdict"],
      ...(parted !== null && { parted }),
    };
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

async function loadPlaywright(): Promise<typeof import("playwright")> {
  try {
    return await import("playwright");
  } catch {
    throw new UsageError(
      "verify: what others sent runs in headless Chromium, driven by playwright: npm install playwright",
    );
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
