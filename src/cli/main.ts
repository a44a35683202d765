// The command line: a table of commands. Standard output holds what was asked for and nothing else.
import { CairnError } from "#errors/cairn-error.ts";
import { checkCommand } from "./check.ts";
import { convertCommand } from "./convert.ts";
import { exportCommand } from "./export.ts";
import { levelCommand } from "./level.ts";
import { modelCommand } from "./model.ts";
import { runCommand } from "./run.ts";
import { runsCommand } from "./runs.ts";
import { shareCommand } from "./share.ts";
import { UsageError } from "./usage-error.ts";
import { verifyCommand } from "./verify.ts";

const HELP = `Cairn, a machine-learning notebook.

  cairn run <notebook.md>     run its cells
      --only <cell>           this cell and what it needs; may be given again
      --set <name>=<value>    give a control another value; may be given again
      --seed <seed>           instead of the notebook's own
      --backend <name>        auto, webgpu or wasm (auto)
      --check-backend         compare its operations with their definitions first
      --allow <host>          let cells fetch from this host; may be given again
      --fresh                 compute all anew: else what was computed before, kept in .cairn/ beside it, is taken
      --save                  write what was shown beside it, as <notebook>.outputs.json
      --lock                  write what a fresh run reached beside it, as <notebook>.lock.json
      --json                  print one JSON document on standard output
  cairn runs <notebook.md>    list its trainings and evaluations, kept in .cairn/ beside it
      --compare <a,b>         what sets two of them apart
      --text <number>         the notebook as it was then
      --pin <number>          write what it reached into its evaluate cells, for gates such as ">= pinned"
      --json                  all that is recorded
  cairn verify <notebook.md>  compute all anew and compare with <notebook>.lock.json; a link (in quotes) or a
                              .cairn file, which somebody sent, is run sealed off in headless Chromium
      --backend, --allow      as for run, for a notebook of yours; wasm if nothing is said
      --json                  each result, published and here
  cairn share <notebook.md>   a link that holds it, with what it should give and show (--lock --save)
      --at <address>          of the Cairn that is to open it (http://localhost:4173/)
      --out <file.cairn>      a file instead, of any size
  cairn level <notebook.md>   where it stands, from level 0 to 3, and what that rests on
      --min <level>           exit code 1 below it
      --project <folder>      its exported project has run: keep that in the lock, if it gave what is locked
      --json                  each criterion with its evidence
  cairn check <notebook.md>   list what is wrong, as file:line:column
  cairn model <notebook.md> <cell>   run what a model needs, and write it as a file
      --to <format>           onnx (if nothing is said): checked against the model; tfjs: a zip of its files
      --out <file>            instead of <cell>.onnx or <cell>.zip
      --force                 replace a file that is there
      --json                  print what was written and checked as JSON
      --seed, --backend, --allow   as for run
  cairn convert <file>        .md to .ipynb or .html, .ipynb to .md; nothing is run
      --to <format>           ipynb (of a .md, if nothing is said), html, md
      --out <file>            instead of the same name with the other ending; - prints it
      --force                 replace a file that is there
  cairn export <notebook.md>  write its pipeline as a project that needs Node alone; nothing is run
      --to <targets>          some of node, github-actions, airflow, with commas (node)
      --out <folder>          instead of <notebook>-pipeline
      --pipeline <cell>       where it has several
      --force                 replace the project's files in a folder that has other things
  cairn --help, --version

A notebook that you name is run as "node file.js" would run a program: it can read your disk. Node has no
sandbox; open notebooks of others in the page, where they are sealed off.

Exit code: 0 all cells asked for are done or cached (verify: reproduced), 1 a cell or a gate failed (verify: not
reproduced), 2 wrong usage.
`;

const commands = new Map([
  ["run", runCommand],
  ["runs", runsCommand],
  ["verify", verifyCommand],
  ["share", shareCommand],
  ["level", levelCommand],
  ["check", checkCommand],
  ["model", modelCommand],
  ["convert", convertCommand],
  ["export", exportCommand],
]);

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version") {
    process.stdout.write(`${process.env["CAIRN_VERSION"] ?? "0.1.0"}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "help" || rest.includes("--help")) {
    (name === undefined ? process.stderr : process.stdout).write(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = commands.get(name);
  if (!command)
    throw new UsageError(`there is no command "${name}"; there are: ${[...commands.keys()].join(", ")}`);
  return command(rest);
}

process.exitCode = 1; // until it is known: a program that ends with nothing left to wait for has not succeeded
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    const { hint, at } = error instanceof CairnError ? error : ({} as Partial<CairnError>);
    const place = at?.file === undefined ? "" : `${at.file}:${at.line}:${at.column}: `;
    const said = place === "" ? text : text.replace(`${at!.file}: `, "");
    process.stderr.write(`cairn: ${place}${said}${hint === undefined ? "" : `\n  ${hint}`}\n`);
    if (error instanceof UsageError) process.stderr.write("Try: cairn --help\n");
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
