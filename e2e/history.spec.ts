import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage, storedTexts } from "./notebook-page.ts";

test("versions are listed with what would change, restored, and undone", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await page.clock.install();
  await notebook.openFile(servers.ownOrigin.url, "history.md", notebookOf({ a: "1", b: "2" }));
  const edit = async (text: string) => {
    await notebook.cell("a").locator("pre.code, .cm-content").first().click();
    await expect(notebook.cell("a").locator(".cm-content")).toBeVisible();
    await page.keyboard.press("End");
    await page.keyboard.type(text);
    await page.clock.runFor(1000);
  };
  await edit(" + 10");
  await expect.poll(() => page.evaluate(storedTexts)).toContain("1 + 10");
  await page.clock.fastForward("10:00");
  await edit(" + 100");
  await expect.poll(() => page.evaluate(storedTexts)).toContain("1 + 10 + 100");

  await page.getByRole("button", { name: "More about this notebook" }).click();
  await page.getByRole("menuitem", { name: "History" }).click();
  const dialog = page.getByRole("dialog", { name: "History of versions" });
  await expect(dialog.getByRole("radio")).toHaveCount(3);
  await expect(dialog).toContainText("As it came");
  await expect(dialog).toContainText("As it is now");
  // the one before is chosen already
  await expect(dialog).toContainText("Restoring it brings back 1 line and takes away 1 line.");
  await expect(dialog.locator(".comes")).toHaveText(/1 \+ 10$/);
  await dialog.getByRole("button", { name: "Restore this version" }).click();
  await expect(notebook.cell("a")).toContainText("1 + 10");
  await expect(notebook.cell("a")).not.toContainText("100");

  await page.keyboard.press("ControlOrMeta+z");
  await expect(notebook.cell("a")).toContainText("1 + 10 + 100");

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("reset to the original");
  await page.keyboard.press("Enter");
  await expect(notebook.cell("a")).not.toContainText("10");
  await expect(page.getByText("Back to the text as it came.")).toBeVisible();
});

test("all notebooks are saved as one archive, and all are erased after a yes, and the archive brings them back", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "one.md", notebookOf({ a: "6 * 7" }, "One"));
  await notebook.runAll();
  await notebook.expectStatus("a", "done");
  await page.getByRole("link", { name: /Cairn/ }).first().click(); // leaving the notebook saves it
  await expect(page.getByRole("button", { name: "Save all" })).toBeVisible();
  await notebook.openFile(servers.ownOrigin.url, "birds.csv", "a,b\n1,2\n");
  await page.goto(servers.ownOrigin.url);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save all" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("cairn-notebooks.zip");
  const files = unzipSync(readFileSync(await download.path()));
  expect(Object.keys(files).sort()).toEqual([
    "birds/birds.csv",
    "birds/birds.md",
    "one/one.md",
    "one/one.outputs.json",
  ]);
  expect(strFromU8(files["one/one.md"]!)).toContain("6 * 7");
  expect(strFromU8(files["one/one.outputs.json"]!)).toContain("42");

  await page.getByRole("button", { name: "Erase all" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("One", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Erase all" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Erase all" }).click();
  await expect(page.getByText("Nothing here yet")).toBeVisible();
  expect(await page.evaluate(storedTexts)).toBe("");

  // what was saved brings all of it back
  await page.locator("input[type=file]").setInputFiles(
    await download.path().then((path) => ({
      name: "cairn-notebooks.zip",
      mimeType: "application/zip",
      buffer: readFileSync(path),
    })),
  );
  await expect(notebook.cell("birds")).toBeVisible();
  await notebook.runAll();
  await expect(notebook.cell("birds")).toContainText("1 row × 2 columns");
  await page.goto(servers.ownOrigin.url);
  await page.getByRole("link", { name: /^One/ }).click();
  await expect(notebook.cell("a").locator(".outputs")).toContainText("42");
});

test("a notebook of a newer Cairn opens, says so, runs, and is not changed", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const text = notebookOf({ a: "1 + 1" }).replace("cairn: 1", "cairn: 2");
  await notebook.openFile(servers.ownOrigin.url, "newer.md", text);
  await expect(page.getByText("Made by a newer Cairn.")).toBeVisible();
  await expect(page.getByText("this Cairn reads version 1, got 2")).toBeVisible();
  await notebook.cell("a").locator("pre.code").click();
  await expect(notebook.cell("a").locator(".cm-content")).toBeVisible();
  await page.keyboard.type("9");
  await notebook.runAll();
  await notebook.expectStatus("a", "done");
  expect(await page.evaluate(storedTexts)).toBe(text);
});
