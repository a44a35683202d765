// A notebook leaves the tab: the pipeline cell says what will run, the dialog shows every file, and the saved project reaches
// what the page reached.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { unzipSync } from "fflate";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const notebook = `---
cairn: 1
title: Birds
seed: 7
---

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 8 }]
data: penguins
target: species
epochs: 4
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
gates: { accuracy: ">= 0.5" }
\`\`\`

\`\`\`yaml pipeline nightly
cells: [raport]
schedule: "15 3 * * *"
promote: report
\`\`\`
`;

test("a pipeline is mended, looked at and saved, and runs in Node to the numbers of the page", async ({
  page,
  servers,
}) => {
  const opened = notebookPage(page);
  await opened.openFile(`${servers.ownOrigin.url}?backend=wasm`, "birds.md", notebook);
  const pipeline = opened.cell("nightly");
  await pipeline.click();
  await expect(pipeline).toContainText('there is no cell "raport"');
  await expect(pipeline.getByRole("button", { name: "Export…" })).toBeDisabled();
  await pipeline.getByRole("button", { name: "Write report" }).click();
  await opened.runAll();
  await opened.expectStatus("nightly", "done");
  await expect(pipeline).toContainText(
    "Every day at 03:15 UTC. The model is promoted if the gates of report hold.",
  );
  await expect(pipeline.getByRole("listitem")).toHaveText([
    "penguins Dataset, done",
    "classifier Train, done; needs penguins",
    "report Evaluate, done; needs classifier, penguins",
  ]);

  await pipeline.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export as a pipeline" });
  await expect(dialog.getByRole("button", { name: /^birds\.lock\.json/ })).toBeVisible();
  await dialog.getByRole("checkbox", { name: /Airflow/ }).check();
  await dialog.getByRole("button", { name: /^nightly\.py/ }).press("Enter");
  await expect(dialog.getByRole("region", { name: "Preview of dags/nightly.py" })).toContainText(
    "airflow.sdk",
  );
  const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save .zip" }).click(),
  ]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  expect(download.suggestedFilename()).toBe("birds.zip");
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(await download.path())))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  const run = spawnSync(process.execPath, [join(folder, "birds/cairn.mjs"), "run", "--json"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  const { steps } = JSON.parse(run.stdout) as { steps: { id: string; metrics?: Record<string, number> }[] };
  const lock = JSON.parse(readFileSync(join(folder, "birds/birds.lock.json"), "utf8")) as {
    results: Record<string, Record<string, Record<string, { value: number }>>>;
  };
  const { accuracy } = steps.find(({ id }) => id === "report")!.metrics!;
  expect(accuracy).toBeCloseTo(lock.results["report"]["accuracy"]["wasm"].value, 6);
});
