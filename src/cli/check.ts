// `cairn check`: every problem of a notebook at file:line:column, nothing run.
import { parseNotebook } from "#document/parse-notebook.ts";
import { kindNames } from "#cells/kind-names.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { analyzeNotebook } from "#session/analysis.ts";
import { readNotebookText } from "./open-notebook.ts";
import { UsageError } from "./usage-error.ts";

export async function checkCommand(args: string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith("-"));
  if (flags.length > 0) throw new UsageError(`check has no flag ${flags[0]}`);
  if (args.length !== 1) throw new UsageError(`check takes one notebook, got ${args.length}`);
  const [file] = args;
  const problems = findProblems(await readNotebookText(file), file);
  for (const { line, column, message, hint } of problems) {
    process.stdout.write(
      `${file}:${line}:${column}: ${message}${hint === undefined ? "" : `\n    ${hint}`}\n`,
    );
  }
  process.stderr.write(
    problems.length === 0
      ? "No problems.\n"
      : `${problems.length} problem${problems.length === 1 ? "" : "s"}.\n`,
  );
  return problems.length === 0 ? 0 : 1;
}

export interface FileProblem {
  /** In the file, from 1. */
  line: number;
  column: number;
  message: string;
  hint?: string;
}

/** Problems of the text and of each cell, with places in the file, in its order. */
export function findProblems(text: string, file: string): FileProblem[] {
  const notebook = parseNotebook(text, { kinds: kindNames, file });
  const { problems } = analyzeNotebook(notebook);
  const found = notebook.problems.map((problem) => inFile(problem, 0));
  let line = countLines(notebook.head);
  for (const cell of notebook.cells) {
    if (cell.type === "code") {
      const bodyStart = line + cell.fenceLine;
      // An unknown kind is a problem of the text already, at its word in the fence.
      const own = (problems.get(cell.id) ?? []).filter(
        (problem) => cell.isKnownKind || problem.code !== "unknown-kind",
      );
      found.push(...own.map((problem) => inFile(problem, bodyStart)));
    }
    line += countLines(cell.raw);
  }
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter((each) => !seen.has(`${each.line} ${each.message}`) && seen.add(`${each.line} ${each.message}`));
}

function inFile({ at, message, hint }: Problem, linesBefore: number): FileProblem {
  return { line: at.line + linesBefore, column: at.column, message, ...(hint !== undefined && { hint }) };
}

function countLines(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
