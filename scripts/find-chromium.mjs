// A Chromium for the browser tests: the one named, Playwright's, the system's, else Debian's is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Path of the program. Ends the process with what to do when there is none. */
export async function findChromium() {
  const found = process.env.CAIRN_CHROMIUM ?? (await playwrights()) ?? onPath();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0) {
    process.stderr.write("No Chromium found: installing Debian's…\n");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "chromium"]);
    const installed = onPath();
    if (installed) return installed;
  }
  process.stderr.write(
    "The browser tests need a Chromium, and none was found.\nInstall one (npx playwright install chromium, or your system's package), or name it: CAIRN_CHROMIUM=/path npm test\n",
  );
  process.exit(1);
}

async function playwrights() {
  try {
    const { chromium } = await import("playwright");
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function onPath() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function run(command, args) {
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
