// The browsers that tests drive: the one named, Playwright's, the system's, else Debian's is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const BROWSERS = {
  chromium: {
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    variable: "CAIRN_CHROMIUM",
    debian: "chromium",
    install: "npx playwright install chromium, or your system's package",
  },
  firefox: {
    names: ["firefox-esr", "firefox"],
    variable: "CAIRN_FIREFOX",
    debian: "firefox-esr",
    install: "your system's package",
  },
};

/** Path of the program that is there; undefined where none is found. */
export async function installedBrowser(name) {
  const { names, variable } = BROWSERS[name];
  return process.env[variable] ?? (name === "chromium" ? await playwrights() : undefined) ?? onPath(names);
}

/** Path of the program, of `chromium` or `firefox`. Ends the process with what to do when there is none. */
export async function findBrowser(name) {
  const { names, variable, debian, install } = BROWSERS[name];
  const found = await installedBrowser(name);
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0) {
    process.stderr.write(`No ${name} found: installing Debian's…\n`);
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", debian]);
    const installed = onPath(names);
    if (installed) return installed;
  }
  process.stderr.write(
    `The browser tests need a ${name}, and none was found.\nInstall one (${install}), or name it: ${variable}=/path npm test\n`,
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

function onPath(names) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function run(command, args) {
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
