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

/** A notebook that reads the table that was dropped. */
export function notebookForTable(fileName: string): string {
  const title = fileName.replace(/\.\w+$/, "").replaceAll(/[_-]+/g, " ");
  const name = nameForFile(fileName);
  return `---
cairn: 1
title: ${JSON.stringify(title)}
seed: 1
---
# ${title}

\`\`\`yaml dataset ${name}
from: ${JSON.stringify(`./${fileName}`)}
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`
`;
}
