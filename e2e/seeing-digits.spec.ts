import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

test("notebook 2 learns to read digits, passes its gate, and reads what a reader draws", async ({
  page,
  servers,
}) => {
  test.setTimeout(180_000);
  const notebook = notebookPage(page);
  await notebook.openShipped("Can it read your handwriting?", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("reading", "done", 150_000);
  await notebook.expectStatus("report", "done");
  await expect(notebook.cell("report").getByText("Pass", { exact: true })).toBeVisible();
  await expect(notebook.cell("mistakes").getByRole("img").first()).toHaveAccessibleName(/^\d, read as \d$/);
  await expect(notebook.cell("reading").getByRole("group").first()).toContainText("It reads 2");

  const pad = notebook.cell("pad").getByRole("application");
  await notebook.cell("pad").getByRole("button", { name: "Clear" }).click();
  await pad.focus();
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Space");
  for (let i = 0; i < 4; i++) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Space");
  await expect(notebook.cell("reading").getByRole("group").first()).toContainText("It reads 1");
});
