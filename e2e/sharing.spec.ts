// A notebook goes to somebody else in a link or a file, is held back there until they say so, and is reproduced or not.
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const BIRDS = `---
cairn: 1
title: Birds by bill
seed: 3
---
# Birds by bill

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 8 }]
data: penguins
target: species
features: [bill_length_mm, bill_depth_mm]
epochs: 12
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
\`\`\`

\`\`\`ts bits
const weights = classifier.model.getWeights().flatMap((weight) => [...new Uint32Array(new Float32Array(weight.dataSync()).buffer)]);
weights.reduce((hash, word) => (Math.imul(hash, 31) + word) | 0, 7)
\`\`\`
`;

test("a link opens elsewhere held back, is run with one click, and its results are reproduced", async ({
  page,
  browser,
  servers,
}) => {
  const author = notebookPage(page);
  await author.openFile(`${servers.ownOrigin.url}?backend=wasm`, "birds.md", BIRDS);
  await author.runAll();
  await author.expectStatus("bits", "done");
  await page.getByRole("button", { name: "Share this notebook" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog).toContainText(/\d,\d{3} characters\. Links of up to 8,000 are carried whole/);
  await expect(dialog).toContainText("4 results to reproduce, of WebAssembly");
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  const bits = await author.cell("bits").locator(".out, pre").last().textContent();

  // Another person, another profile; only the fragment of the address differs from the home page's.
  const context = await browser.newContext();
  const reader = await context.newPage();
  const asked: string[] = [];
  reader.on("request", (request) => asked.push(request.url()));
  await reader.goto(link.replace("?backend=wasm", ""));
  const opened = notebookPage(reader);
  await expect(reader.getByText("Its code has not run.")).toBeVisible();
  await expect(reader.getByRole("heading", { name: "Four results to reproduce" })).toBeVisible();
  await expect(opened.cell("classifier")).toHaveAttribute("data-status", "idle");
  await expect(opened.cell("report")).toContainText("Accuracy");
  expect(asked.filter((url) => /sandbox\/|samples\//.test(url))).toEqual([]);
  await opened.cell("classifier").focus();
  await reader.keyboard.press("Shift+Enter");
  await expect(reader.getByText("Press “Run it” at the top")).toBeVisible();
  await expect(opened.cell("classifier")).toHaveAttribute("data-status", "idle");

  await reader.getByRole("button", { name: "Run it" }).click();
  await expect(reader.getByRole("heading", { name: "Reproduced: 4 of 4 results match" })).toBeVisible();
  // Nothing that came with the link stood in for the work, and the weights are equal to the last bit.
  for (const name of ["penguins", "classifier", "report"]) await opened.expectStatus(name, "done");
  expect(await opened.cell("bits").locator(".out, pre").last().textContent()).toBe(bits);
  await expect(reader.locator("[data-result][data-verdict=identical]")).toHaveCount(4);
  await context.close();
});

test("a text that was changed is not reproduced, and the first cell that parted is named", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(`${servers.ownOrigin.url}?backend=wasm`, "birds.md", BIRDS);
  await notebook.runAll();
  await notebook.expectStatus("bits", "done");
  await page.getByRole("button", { name: "Share this notebook" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save .cairn" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("birds-by-bill.cairn");
  const bundle = readFileSync(await download.path());

  await notebook.openFile(servers.ownOrigin.url, "birds.cairn", bundle);
  await expect(page.getByText("This notebook came from a file. Its code has not run.")).toBeVisible();
  await page.getByRole("button", { name: "Read only" }).click();
  await expect(page.getByText("Reading only.")).toBeVisible();
  await page.getByRole("button", { name: "Change" }).click();
  await notebook.cell("classifier").locator(".code, pre, .source").first().click();
  await expect(notebook.cell("classifier").locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("0"); // 120 epochs
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Run it" }).click();
  await expect(page.getByRole("heading", { name: /^Not reproduced: \d of 4 results match/ })).toBeVisible();
  await expect(
    page.getByText("The text was changed. The first cell that parted is classifier."),
  ).toBeVisible();
});

test("a link that was cut says how much of it has arrived, and the home page is one click away", async ({
  page,
  servers,
}) => {
  await page.goto(`${servers.ownOrigin.url}#/link/1/AAAAZAAAAAAAAAAA`);
  await expect(page.getByText("this link was cut: 4 of its 100 bytes have arrived")).toBeVisible();
  await page.getByRole("link", { name: "All notebooks", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
