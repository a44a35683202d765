// What a person typed outlives the tab, and where it cannot they are told in time.
import type { BrowserContext, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage, storedTexts } from "./notebook-page.ts";
import { withProfile } from "./with-profile.ts";

const ROUNDS = 25;
const PARTS = 4;
/** Of typing, before the tab died. */
const MAY_MISS_MS = 500;

for (let part = 1; part <= PARTS; part++) {
  test(`a tab killed while one types loses at most the last half second (${ROUNDS} kills, part ${part} of ${PARTS})`, async ({
    context,
    servers,
  }) => {
    test.setTimeout(180_000);
    // Another page of the same origin reads what was kept, as the next tab would.
    const reader = await context.newPage();
    await reader.goto(`${servers.ownOrigin.url}notebooks/index.json`);
    let page = await context.newPage();
    await notebookPage(page).openFile(servers.ownOrigin.url, "kill.md", notebookOf({ a: "// " }));
    const url = page.url();
    const random = seeded(part);
    for (let round = 0; round < ROUNDS; round++) {
      await startTyping(page);
      const typed = await typeUntilKilled(page, round, 150 + random() * 900);
      const stored = await reader.evaluate(storedTexts);
      expect(stored, `round ${round}`).toContain(typed);
      page = await context.newPage();
      await page.goto(url);
      await expect(notebookPage(page).cell("a")).toContainText(typed);
    }
  });
}

/** Puts the cursor at the end of the cell. */
async function startTyping(page: Page): Promise<void> {
  const cell = notebookPage(page).cell("a");
  await cell.locator(".code, pre, .source").first().click();
  await expect(cell.locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
}

/** Types until the time is over and crashes the tab; gives what had been typed half a second before. */
async function typeUntilKilled(page: Page, round: number, forMs: number): Promise<string> {
  const start = Date.now();
  const typed: { text: string; at: number }[] = [];
  let text = `r${round}:`;
  await page.keyboard.type(text);
  for (let key = 0; Date.now() - start < forMs; key++) {
    const letter = String.fromCharCode(97 + (key % 26));
    await page.keyboard.type(letter);
    text += letter;
    typed.push({ text, at: Date.now() });
  }
  const killedAt = Date.now();
  const client = await page.context().newCDPSession(page);
  await Promise.race([client.send("Page.crash").catch(() => undefined), page.waitForEvent("crash")]);
  await page.close();
  return typed.findLast(({ at }) => at <= killedAt - MAY_MISS_MS)?.text ?? "";
}

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let n = seed * 2_654_435_761;
  return () => {
    n = (Math.imul(n ^ (n >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0;
    return n / 2 ** 32;
  };
}

test("where storage is full it is said at once, the notebook can be downloaded, and saving goes on after", async ({
  page,
  servers,
}) => {
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- the proxy gives it its store
    IDBObjectStore.prototype.put = new Proxy(IDBObjectStore.prototype.put, {
      apply(put, store: IDBObjectStore, args: [unknown, IDBValidKey?]) {
        if (sessionStorage.getItem("full") === "yes")
          throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
        return put.apply(store, args);
      },
    });
  });
  await notebookPage(page).openFile(servers.ownOrigin.url, "full.md", notebookOf({ a: "// " }));
  await page.evaluate(() => sessionStorage.setItem("full", "yes"));
  await startTyping(page);
  await page.keyboard.type("too much");
  await expect(page.getByRole("alert")).toContainText("this browser's storage is full");
  await downloadsWith(page, "too much");
  await page.evaluate(() => sessionStorage.setItem("full", "no"));
  await page.keyboard.type(" and more");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect.poll(() => page.evaluate(storedTexts)).toContain("too much and more");
});

test("where a browser lets pages keep nothing, notebooks are made, run and downloaded, and it is said", async ({
  servers,
}) => {
  const denied = { profile: { default_content_setting_values: { cookies: 2 } } };
  await withProfile(denied, async (context: BrowserContext) => {
    const page = await context.newPage();
    const notebook = notebookPage(page);
    await notebook.openFile(servers.ownOrigin.url, "denied.md", notebookOf({ a: "const n = 6 * 7; n // " }));
    await expect(page.getByRole("alert")).toContainText("lets pages keep nothing");
    await notebook.runAll();
    await notebook.expectStatus("a", "done");
    await expect(notebook.cell("a")).toContainText("42");
    await startTyping(page);
    await page.keyboard.type("typed");
    await downloadsWith(page, "n // typed");
  });
});

async function downloadsWith(page: Page, text: string): Promise<void> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("alert").getByRole("button", { name: "Download" }).click(),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toContain(text);
  await notebookPage(page).cell("a").locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+End");
}
