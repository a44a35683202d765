// A notebook that is saved to a file on disk. The pickers of the browser cannot be driven; the files they would give are
// those of the page's own file system, whose handles are the same to the page.
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const FILE = "kept.md";

async function givePickers(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    const pick = async () => (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
    Object.assign(globalThis, { showSaveFilePicker: pick, showOpenFilePicker: async () => [await pick()] });
  }, FILE);
}

/** A file that is written while it is read cannot be read: the next try can. */
const readFile = (page: Page) =>
  page.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    for (let tries = 0; ; tries++) {
      try {
        return await (await (await folder.getFileHandle(name)).getFile()).text();
      } catch (error) {
        if (tries === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }, FILE);

/** As another program does; then the person comes back to the page. */
const changeFile = (page: Page, from: string, to: string) =>
  page.evaluate(
    async ([name, before, after]) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(name);
      const text = await (await handle.getFile()).text();
      const stream = await handle.createWritable();
      await stream.write(text.replace(before, after));
      await stream.close();
      dispatchEvent(new Event("focus"));
    },
    [FILE, from, to] as const,
  );

async function setCode(page: Page, name: string, text: string): Promise<void> {
  await notebookPage(page).cell(name).locator("pre.code, .cm-content").first().click();
  await expect(notebookPage(page).cell(name).locator(".cm-content")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

test("it is written there, found again, merged with what others change, and asks where both did", async ({
  page,
  servers,
}) => {
  await givePickers(page);
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "disk.md", notebookOf({ a: "1", b: "2", c: "3" }));
  await page.keyboard.press("ControlOrMeta+Shift+S");
  await expect(page.getByText("Saved to kept.md.")).toBeVisible();
  expect(await readFile(page)).toContain("```ts b\n2\n```");

  await setCode(page, "a", "10");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFile(page)).toContain("```ts a\n10\n```");

  // another program changes c, this page a
  await setCode(page, "a", "100");
  await changeFile(page, "```ts c\n3\n```", "```ts c\n30\n```");
  await expect(page.getByText("What changed there is in the notebook now")).toBeVisible();
  await expect(notebook.cell("c")).toContainText("30");
  await expect(notebook.cell("a")).toContainText("100");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFile(page)).toMatch(/```ts a\n100\n```[^]*```ts c\n30\n```/);

  // both change b
  await setCode(page, "b", "200");
  await changeFile(page, "```ts b\n2\n```", "```ts b\n201\n```");
  await expect(page.getByText("1 cell was changed here as well")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+s");
  expect(await readFile(page)).toContain("```ts b\n201\n```");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await expect.poll(() => readFile(page)).toContain("```ts b\n200\n```");

  await setCode(page, "b", "300");
  await changeFile(page, "```ts b\n200\n```", "```ts b\n301\n```");
  await page.getByRole("button", { name: "Take the file’s" }).click();
  await expect(notebook.cell("b")).toContainText("301");
  await page.getByRole("button", { name: "More about this notebook" }).click();
  await page.getByRole("menuitem", { name: "History" }).click();
  const dialog = page.getByRole("dialog", { name: "History of versions" });
  await expect(dialog).toContainText("From the file on disk");
  await expect(dialog).toContainText("Before the file on disk was taken");
  await page.keyboard.press("Escape");

  // the home page opens the same notebook for the same file, and it is still saved there
  const address = page.url();
  await page.goto(servers.ownOrigin.url);
  await page.getByRole("button", { name: "Open a notebook on disk" }).click();
  await expect(page).toHaveURL(address);
  await setCode(page, "a", "7");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFile(page)).toContain("```ts a\n7\n```");
});

test("where the browser lets pages have no files, the notebook is downloaded", async ({ page, servers }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "showSaveFilePicker");
  });
  await notebookPage(page).openFile(servers.ownOrigin.url, "none.md", notebookOf({ a: "1" }, "No disk"));
  await expect(page.getByRole("button", { name: "Open a notebook on disk" })).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("ControlOrMeta+Shift+S"),
  ]);
  expect(file.suggestedFilename()).toBe("no-disk.md");
});
