// The texts that new notebooks begin with.
import { nameForFile } from "#session/name-for-file.ts";

export const firstNotebook = `---
cairn: 1
title: Untitled
seed: 1
---
# Untitled

\`\`\`ts
"Hello"
\`\`\`
`;

/** A notebook that reads the tables that were dropped. */
export function notebookForTables(fileNames: readonly string[]): string {
  const title = titleOf(fileNames[0] ?? "");
  const names = new Set<string>();
  const cells = fileNames.map((fileName) => {
    const name = freeName(nameForFile(fileName), names);
    names.add(name);
    return `${fileNames.length === 1 ? "" : `## ${titleOf(fileName)}\n\n`}\`\`\`yaml dataset ${name}
from: ${JSON.stringify(`./${fileName}`)}
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`
`;
  });
  return `---
cairn: 1
title: ${JSON.stringify(title)}
seed: 1
---
# ${title}

${cells.join("\n")}`;
}

function titleOf(fileName: string): string {
  return fileName.replace(/\.\w+$/, "").replaceAll(/[_-]+/g, " ");
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}_${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
