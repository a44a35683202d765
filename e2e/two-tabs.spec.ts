// One notebook in two tabs: one writes, the other follows; either can have it, and nothing is lost on the way.
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage, storedTexts } from "./notebook-page.ts";

const banner = (page: Page) => page.getByText("Open in another tab.");

async function typeIn(page: Page, name: string, text: string): Promise<void> {
  await notebookPage(page).cell(name).locator("pre.code, .cm-content").first().click();
  await expect(notebookPage(page).cell(name).locator(".cm-content")).toBeVisible();
  await page.keyboard.press("End");
  await page.keyboard.type(text);
}

test("the second tab follows what the first one saves, live, and changes nothing until it takes over", async ({
  context,
  page,
  servers,
}) => {
  const first = notebookPage(page);
  await first.openFile(servers.ownOrigin.url, "shared.md", notebookOf({ a: "1 + 1", b: "2" }));
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(banner(second)).toBeVisible();
  await expect(banner(page)).toHaveCount(0);

  await typeIn(page, "a", " + 40");
  await expect(notebookPage(second).cell("a")).toContainText("1 + 1 + 40");
  await first.runAll();
  await first.expectStatus("a", "done");
  await expect(notebookPage(second).cell("a").locator(".outputs")).toContainText("42");

  // what is typed into the one that follows goes nowhere
  await typeIn(second, "b", "000");
  await expect(notebookPage(second).cell("b")).toContainText("2");
  await expect(notebookPage(second).cell("b")).not.toContainText("2000");
  await second.getByRole("button", { name: "Run all" }).click();
  await expect(second.getByText("being written in another tab").first()).toBeVisible();

  await second.getByRole("button", { name: "Edit here" }).click();
  await expect(banner(second)).toHaveCount(0);
  await expect(banner(page)).toBeVisible();
  await typeIn(second, "b", " * 3");
  await expect(first.cell("b")).toContainText("2 * 3");
  await expect.poll(() => second.evaluate(storedTexts)).toContain("2 * 3");
});

test("what was typed just before a tab is taken over comes along", async ({ context, page, servers }) => {
  await notebookPage(page).openFile(servers.ownOrigin.url, "last.md", notebookOf({ a: "1" }));
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(banner(second)).toBeVisible();
  await page.bringToFront();
  await typeIn(page, "a", " + 2345");
  await second.evaluate(() => {
    const buttons = [...document.querySelectorAll("button")];
    buttons.find((button) => button.textContent === "Edit here")!.click();
  });
  await expect(banner(second)).toHaveCount(0);
  await expect(notebookPage(second).cell("a")).toContainText("1 + 2345");
});

test("a tab that does not answer loses its lock, and what it had not saved is in the history", async ({
  context,
  page,
  servers,
}) => {
  await notebookPage(page).openFile(servers.ownOrigin.url, "stuck.md", notebookOf({ a: "1" }));
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(banner(second)).toBeVisible();
  await page.bringToFront();
  await typeIn(page, "a", " + 1");
  await expect.poll(() => second.evaluate(storedTexts)).toContain("1 + 1");
  // typed and stuck in one task, before anything could be saved
  const stuck = page.evaluate(() => {
    document.execCommand("insertText", false, "11");
    const until = performance.now() + 8000;
    while (performance.now() < until);
  });
  await second.bringToFront();
  await second.getByRole("button", { name: "Edit here" }).click();
  await expect(banner(second)).toHaveCount(0, { timeout: 15_000 });
  await stuck;
  await expect(banner(page)).toBeVisible();
  await second.getByRole("button", { name: "More about this notebook" }).click();
  await second.getByRole("menuitem", { name: "History" }).click();
  await expect(second.getByText("From a tab that was stuck")).toBeVisible();
});

test("a reload is no second tab", async ({ page, servers }) => {
  await notebookPage(page).openFile(servers.ownOrigin.url, "again.md", notebookOf({ a: "1" }));
  for (let round = 0; round < 3; round++) {
    await page.reload();
    await expect(notebookPage(page).cell("a")).toBeVisible();
    await expect(banner(page)).toHaveCount(0);
  }
});

test.describe("in a browser without locks", () => {
  test.beforeEach(({ context }) =>
    context.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, "locks");
    }),
  );

  test("two tabs write, and each takes in what the other changed", async ({ context, page, servers }) => {
    await notebookPage(page).openFile(servers.ownOrigin.url, "both.md", notebookOf({ a: "1 + 1", b: "2" }));
    const second = await context.newPage();
    await second.goto(page.url());
    await typeIn(second, "b", " * 3");
    await expect(notebookPage(page).cell("b")).toContainText("2 * 3");
    await expect(banner(second)).toHaveCount(0);
    await page.bringToFront();
    await typeIn(page, "a", " + 40");
    await expect(notebookPage(second).cell("a")).toContainText("1 + 1 + 40");
    await expect.poll(() => page.evaluate(storedTexts)).toContain("2 * 3");
    expect(await page.evaluate(storedTexts)).toContain("1 + 1 + 40");
  });

  test("a tab that is left at once merges what it had not saved", async ({ context, page, servers }) => {
    // it hears of the other tab's save from the store alone
    await page.addInitScript(() =>
      Object.defineProperty(BroadcastChannel.prototype, "onmessage", { set() {} }),
    );
    await notebookPage(page).openFile(servers.ownOrigin.url, "left.md", notebookOf({ a: "1 + 1", b: "2" }));
    const second = await context.newPage();
    await second.goto(page.url());
    await typeIn(second, "b", " * 3");
    await expect.poll(() => second.evaluate(storedTexts)).toContain("2 * 3");
    await page.bringToFront();
    await notebookPage(page).cell("a").locator("pre.code").click();
    await expect(notebookPage(page).cell("a").locator(".cm-content")).toBeFocused();
    await page.keyboard.press("End");
    await page.evaluate(() => {
      document.execCommand("insertText", false, " + 40");
      location.hash = "#/"; // in the same task
    });
    await expect.poll(() => second.evaluate(storedTexts)).toContain("1 + 1 + 40");
    expect(await second.evaluate(storedTexts)).toContain("2 * 3");
  });

  for (const { choice, kept, other } of [
    { choice: "Keep mine", kept: "1 + 222", other: "1 + 333" },
    { choice: "Take the other", kept: "1 + 333", other: "1 + 222" },
  ])
    test(`the same cell changed in both is asked about: ${choice}`, async ({ context, page, servers }) => {
      await notebookPage(page).openFile(servers.ownOrigin.url, "same.md", notebookOf({ a: "1" }));
      const second = await context.newPage();
      await second.goto(page.url());
      await expect(notebookPage(second).cell("a")).toBeVisible();
      await page.bringToFront();
      await typeIn(page, "a", " ");
      await expect.poll(() => second.evaluate(storedTexts)).toContain("1 \n");
      await expect(notebookPage(second).cell("a").locator("pre.code")).toContainText("1 ");
      // typed here, and saved there before this tab could save
      const stuck = page.evaluate(() => {
        document.execCommand("insertText", false, "+ 222");
        const until = performance.now() + 4000;
        while (performance.now() < until);
      });
      await second.bringToFront();
      await typeIn(second, "a", "+ 333");
      await expect.poll(() => second.evaluate(storedTexts)).toContain("1 + 333");
      await stuck;
      await page.bringToFront();
      const notice = page.getByText("Saved in another tab as well.");
      await expect(notice).toBeVisible();
      await page.getByRole("button", { name: choice }).click();
      await expect(notice).toHaveCount(0);
      await expect(notebookPage(page).cell("a")).toContainText(kept);
      await expect.poll(() => page.evaluate(storedTexts)).toContain(kept);
      await expect(notebookPage(second).cell("a")).toContainText(kept);
      expect(await page.evaluate(storedTexts)).not.toContain(other);
      await page.getByRole("button", { name: "More about this notebook" }).click();
      await page.getByRole("menuitem", { name: "History" }).click();
      await expect(
        page.getByText(/From the other tab|From the tab that was not saved/).first(),
      ).toBeVisible();
    });
});
