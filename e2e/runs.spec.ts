// Trainings are recorded by themselves: listed, compared, opened as they were, and left with a tab that is killed.
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const notebookText = `---
cairn: 1
title: Two rates
seed: 1
---

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 4 }]
data: penguins
target: species
epochs: 3
learningRate: 0.01
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
\`\`\`
`;

async function setText(page: Page, cell: string, from: string, to: string): Promise<void> {
  const found = notebookPage(page).cell(cell);
  await found.locator(".code, pre, .source").first().click();
  await expect(found.locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  const text = await found.locator(".cm-content").innerText();
  for (let at = text.trimEnd().length; at > text.indexOf(from); at--) await page.keyboard.press("Backspace");
  await page.keyboard.insertText(to);
  await page.keyboard.press("Escape");
}

test("two trainings are compared, one is opened as it was, and a gate holds others to the pinned one", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "rates.md", notebookText);
  await notebook.runAll();
  await notebook.expectStatus("report", "done");
  await setText(page, "classifier", "learningRate: 0.01", "learningRate: 0.5");
  await notebook.runAll();
  await expect(notebook.cell("classifier")).toContainText("0.5");
  await notebook.expectStatus("report", "done");

  await page.getByRole("button", { name: "Runs", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Runs" });
  await expect(panel.getByRole("checkbox")).toHaveCount(2);
  await panel.getByRole("checkbox", { name: "Run 1" }).check();
  await expect(panel.getByRole("region", { name: "Run 3 against 1" })).toContainText("1 thing differs");
  await expect(panel.getByRole("row", { name: /^learningRate/ })).toContainText("0.5");

  await panel.getByRole("checkbox", { name: "Run 3" }).uncheck();
  await panel.getByRole("button", { name: "Pin as baseline" }).click();
  await expect(notebook.cell("report")).toContainText("pinned: { run: 1");
  await panel.getByRole("button", { name: "Open as run 1 had it" }).click();
  await expect(notebook.cell("classifier")).toContainText("learningRate: 0.01");
  // What a run of then has made is still there: nothing is trained again.
  await notebook.runAll();
  await notebook.expectStatus("classifier", "cached");
});

test("notebook 5: its gate refuses the worse run, and both are on record", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openShipped("Which run was best?", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("final", "done");
  await notebook.expectStatus("choice", "done");
  await notebook.cell("rate").getByRole("radio", { name: "0.0003" }).check();
  await notebook.runAll();
  await notebook.expectStatus("choice", "error");
  await expect(notebook.cell("choice")).toContainText("log_loss ≤ 1.1 × pinned (0.2099)");
  await page.getByRole("button", { name: "Runs", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Runs" });
  await panel.getByRole("checkbox", { name: "Run 1", exact: true }).check();
  await expect(panel.getByRole("row", { name: /^learningRate/ })).toContainText("0.003");
});

test("a tab killed in mid-training leaves the run marked interrupted, with its points", async ({
  context,
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    servers.ownOrigin.url,
    "long.md",
    notebookText.replace("epochs: 3", "epochs: 100000"),
  );
  await notebook.runAll();
  await expect(notebook.cell("classifier")).toContainText(/Epoch [1-9]\d+/);
  await page.waitForTimeout(1500); // points are kept each second
  const url = page.url();
  const crashed = page.waitForEvent("crash");
  const client = await context.newCDPSession(page);
  client.send("Page.crash").catch(() => undefined); // its answer never comes
  await crashed;

  const again = await context.newPage();
  await again.goto(url);
  await again.getByRole("button", { name: "Runs", exact: true }).click();
  const panel = again.getByRole("complementary", { name: "Runs" });
  await expect(panel.getByText("Interrupted", { exact: false }).first()).toBeAttached();
  await expect(panel.getByRole("group", { name: /validation loss by epoch of run 1/ })).toBeVisible();
});
