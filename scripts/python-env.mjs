// Python for tests that ask the programs we write files for whether they can read them: a virtual environment in
// node_modules, made once for a list of packages.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const folder = join(root, "node_modules/.python");
const program = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const list = join(folder, "packages.txt");

/**
 * @param {string[]} packages with their versions
 * @returns the path of a Python that has them. Ends the process with what to do when there is none.
 */
export async function pythonWith(packages) {
  const wanted = packages.join("\n");
  if (existsSync(program) && existsSync(list) && readFileSync(list, "utf8") === wanted) return program;
  process.stderr.write(`Installing ${packages.join(", ")} for Python…\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".."), { recursive: true });
  const isMade = (await makeEnvironment()) || ((await installVenv()) && (await makeEnvironment()));
  if (
    !isMade ||
    // Compiled when they are imported: most modules never are.
    !(await run(program, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-compile",
      "--disable-pip-version-check",
      ...packages,
    ]))
  ) {
    process.stderr.write(
      "The tests of formats need Python 3 with venv and pip, and a package index that can be reached.\n",
    );
    process.exit(1);
  }
  writeFileSync(list, wanted);
  return program;
}

async function makeEnvironment() {
  return (await run("python3", ["-m", "venv", folder])) && existsSync(program);
}

async function installVenv() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  await run("apt-get", ["update", "-qq"]);
  return run("apt-get", ["install", "-y", "-qq", "python3-venv"]);
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
