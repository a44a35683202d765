import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const notebook = `---
cairn: 1
title: The birds of this week
seed: 7
---

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`

\`\`\`ts later
const later = penguins.rows("test").map(({ sex, ...row }) => ({ ...row, bill_length_mm: row.bill_length_mm + 8 }));
\`\`\`

\`\`\`yaml monitor drift
reference: penguins
current: later
parts: { reference: train }
\`\`\`
`;

test("a monitor says which column drifted and which is gone, and keeps saying so after a reload", async ({
  page,
  servers,
}) => {
  const opened = notebookPage(page);
  await opened.openFile(servers.ownOrigin.url, "birds.md", notebook);
  await opened.runAll();
  await opened.expectStatus("drift", "done");
  const drift = opened.cell("drift");
  await expect(drift).toContainText("Done, 2 alerts");
  await expect(drift).toContainText(/bill_length_mm drifted: K-S p \S+ ≤ 0.05/);
  await expect(drift).toContainText("sex is missing: later has no such column.");
  await expect(drift.getByRole("row", { name: /^island/ })).toContainText("No drift");
  // What is kept says so a moment later.
  await expect.poll(() => page.evaluate(storedStatuses)).toEqual(["done", "done", "done"]);
  await page.reload();
  await opened.expectStatus("drift", "cached");
  await expect(drift.getByRole("row", { name: /^sex/ })).toContainText("Missing");
});

/** How the cells of the stored notebook stand, read in the page as another tab would. */
async function storedStatuses(): Promise<string[]> {
  const opening = indexedDB.open("cairn");
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
  });
  const reading = database.transaction("notebooks").objectStore("notebooks").getAll();
  const notebooks = await new Promise<{ statuses: string[] }[]>((resolve) => {
    reading.onsuccess = () => resolve(reading.result as { statuses: string[] }[]);
  });
  database.close();
  return notebooks.flatMap(({ statuses }) => statuses);
}
