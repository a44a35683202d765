// A browser with settings that differ from those of tests, as people have them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "@playwright/test";
import { chromiumFlags } from "../scripts/chromium-flags.mjs";

/** @param preferences Chromium's own, as they lie in its profile */
export async function withProfile(
  preferences: object,
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cairn-profile-"));
  mkdirSync(join(folder, "Default"));
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env["CAIRN_CHROMIUM"] ?? "/usr/bin/chromium",
    // Without background networking nothing is predicted.
    args: chromiumFlags.filter((flag) => flag !== "--disable-background-networking"),
    ignoreDefaultArgs: ["--disable-background-networking"],
  });
  try {
    await use(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
