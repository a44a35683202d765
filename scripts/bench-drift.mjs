// What a monitor costs on a table of some size: 20 columns of 100,000 rows on either side.

const ROWS = 100_000;
const notebook = `---
cairn: 1
title: Two large tables
---

\`\`\`yaml dataset before
from: ./before.csv
\`\`\`

\`\`\`yaml dataset after
from: ./after.csv
\`\`\`

\`\`\`yaml monitor drift
reference: before
current: after
\`\`\`
`;

/** 15 columns of numbers and 5 of words. @param shift by how much the numbers lie elsewhere */
function csv(shift) {
  const names = Array.from({ length: 20 }, (_, column) => `c${column}`);
  let state = 1 + shift * 1000;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const lines = [names.join(",")];
  for (let row = 0; row < ROWS; row++) {
    lines.push(
      names
        .map((_, column) =>
          column < 15 ? (next() + next() + shift).toFixed(4) : "abcdef"[Math.floor(next() * 6)],
        )
        .join(","),
    );
  }
  return Buffer.from(lines.join("\n"));
}

/** In milliseconds: the run of the monitor's cell, the way of both tables into the engine included. */
export async function driftReportTime(page, base) {
  await page.goto(base);
  await page.locator('input[type="file"]').setInputFiles([
    { name: "drift.md", mimeType: "text/markdown", buffer: Buffer.from(notebook) },
    { name: "before.csv", mimeType: "text/csv", buffer: csv(0) },
    { name: "after.csv", mimeType: "text/csv", buffer: csv(0.1) },
  ]);
  await page.locator('button[aria-label="Run all cells"]').click();
  const cell = page.locator('[data-cell="drift"][data-status="done"]');
  await cell.waitFor({ timeout: 120_000 });
  const [, value, unit] = /Done in ([\d.]+) (ms|s)/.exec(await cell.innerText());
  return Number(value) * (unit === "s" ? 1000 : 1);
}
