// The runs of a notebook on disk: `.cairn/runs/<notebook>/00000001.json` beside it, one file a run.
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { readRun } from "#tracking/read-run.ts";
import type { RunRecord, RunStore } from "#tracking/run-record.ts";

/** @param onProblem hears once why nothing can be kept: the run itself goes on */
export function diskRuns(notebookFile: string, onProblem: (why: string) => void = () => undefined): RunStore {
  const kept = join(dirname(resolve(notebookFile)), ".cairn");
  const folder = join(kept, "runs", basename(notebookFile, extname(notebookFile)));
  let hasFailed = false;
  /** Where each number of ours lies: two programs may run one notebook at once, and both count on from the same. */
  const places = new Map<number, number>();
  const fileOf = (number: number) => join(folder, `${String(number).padStart(8, "0")}.json`);
  /** The first number from this one on that is nobody's, now ours. */
  const claim = async (number: number): Promise<number> => {
    for (let free = number; ; free++) {
      try {
        await writeFile(fileOf(free), "", { flag: "wx" });
        return free;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  };
  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(
        names.filter((name) => /^\d+\.json$/.test(name)).map((name) => readOne(join(folder, name))),
      );
      const runs = found.filter((run) => run !== undefined).sort((a, b) => a.number - b.number);
      for (const { number } of runs) places.set(number, number);
      return runs;
    },
    async put(run) {
      try {
        await mkdir(folder, { recursive: true });
        // What is kept for this machine is no part of the project.
        await writeFile(join(kept, ".gitignore"), "*\n", { flag: "wx" }).catch(() => undefined);
        const number = places.get(run.number) ?? (await claim(run.number));
        places.set(run.number, number);
        const file = fileOf(number);
        // Whole or not at all: a program can be ended in the midst of a write.
        await writeFile(`${file}.part`, `${JSON.stringify({ ...run, number }, null, 1)}\n`);
        await rename(`${file}.part`, file);
      } catch (error) {
        if (!hasFailed) onProblem(error instanceof Error ? error.message : String(error));
        hasFailed = true;
      }
    },
  };
}

/** Undefined for what is damaged: the others are still there. */
async function readOne(file: string): Promise<RunRecord | undefined> {
  try {
    return readRun(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
