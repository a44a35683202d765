// Notebook 06 on the production build: ONNX Runtime in a worker of its own, formats side by side, and a drawing that is read.
import { AxeBuilder } from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

test("notebook 6: four smaller files are compared, one is picked, and it reads what is drawn into the form", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openShipped("Smaller and faster", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("sure", "done", 90_000);
  const table = notebook.cell("small").getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(6);
  await expect(table.getByRole("row", { name: /^int4/ })).toContainText("picked");
  await expect(table.getByRole("row", { name: /^int4/ })).toContainText(/27\.\d KB.*ms.*dB.*0\.\d+.*Pass/);
  await expect(notebook.cell("check")).toContainText("Accuracy");

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page }).include('[data-cell="small"]').include('[data-cell="guess"]');
    const { violations } = await axe.setLegacyMode().analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => [id, nodes[0]?.failureSummary])).toEqual([]);
  }

  const guess = notebook.cell("guess");
  await expect(guess.getByText("WebAssembly, one thread")).toBeVisible();
  const status = guess.locator('.answer [role="status"]');
  await expect(status).toHaveText(/^digit: 7, \d/);
  // A stroke from top to bottom, with keys alone: it is read, and it stands in the text.
  const pad = guess.getByRole("application", { name: /^picture/ });
  await guess.getByRole("button", { name: "Clear" }).click();
  await pad.focus();
  for (const key of ["Shift+ArrowUp", "Shift+ArrowUp", "Space"]) await pad.press(key);
  for (let i = 0; i < 4; i++) await pad.press("Shift+ArrowDown");
  await pad.press("Space");
  await expect(guess).toContainText("M14 6 14 10");
  await expect(status).toHaveText(/^digit: 1, \d/);

  await page.getByRole("button", { name: "More about small", exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Save as ONNX" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("small.onnx");
  expect(readFileSync(await file.path()).includes("MatMulNBits")).toBe(true);
});
