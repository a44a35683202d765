// A tab that dies in mid-run: the notebook says so when it is opened again, and runs on.
import type { Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const cells = { first: "const first = 40; first", long: "await new Promise(() => {})", last: "first + 2" };
const SAYS = "long was not finished";

/** Ends the tab's process, as a full memory does; nothing in it hears of that. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  const client = await page.context().newCDPSession(page);
  client.send("Page.crash").catch(() => undefined); // its answer never comes
  await crashed;
}

/** The store says what runs a moment after it has begun. */
async function storedRuns(): Promise<string> {
  const opening = indexedDB.open("cairn");
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
  });
  const reading = database.transaction("runs").objectStore("runs").getAll();
  const runs = await new Promise<unknown>((resolve) => {
    reading.onsuccess = () => resolve(reading.result);
  });
  database.close();
  return JSON.stringify(runs);
}

for (const { name: host, says } of hosts) {
  test(`a notebook whose tab died in mid-run says so and runs on ${says}`, async ({
    context,
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    await notebook.openFile(servers[host].url, "dies.md", notebookOf(cells));
    await notebook.runAll();
    await notebook.expectStatus("long", "running");
    await expect.poll(() => page.evaluate(storedRuns)).toContain('"cell":"long"');
    const url = page.url();
    const beside = await context.newPage();
    await beside.goto(url);
    await expect(notebookPage(beside).cell("long")).toBeVisible();
    await expect(beside.getByText(SAYS)).toHaveCount(0); // it is running, in another tab
    await beside.close();
    await kill(page);

    const again = await context.newPage();
    await again.goto(url);
    await expect(again.getByText(SAYS)).toBeVisible();
    const reopened = notebookPage(again);
    await again.getByRole("button", { name: "Run on" }).click();
    await reopened.expectStatus("long", "running");
    await expect(again.getByText(SAYS)).toHaveCount(0);
    await reopened.interrupt();
    await reopened.expectStatus("long", "stopped");
    await expect.poll(() => again.evaluate(storedRuns)).toBe("[]");
    await again.reload();
    await expect(reopened.cell("long")).toBeVisible();
    await expect(again.getByText(SAYS)).toHaveCount(0);
  });
}

test("what is said of an unfinished run can be dismissed for good", async ({ context, page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "dies.md", notebookOf(cells));
  await notebook.run("long");
  await expect.poll(() => page.evaluate(storedRuns)).toContain('"cell":"long"');
  const url = page.url();
  await kill(page);
  const again = await context.newPage();
  await again.goto(url);
  await again.getByRole("button", { name: "Dismiss" }).click();
  await expect(again.getByText(SAYS)).toHaveCount(0);
  await expect.poll(() => again.evaluate(storedRuns)).toBe("[]");
  await again.reload();
  await expect(notebookPage(again).cell("long")).toBeVisible();
  await expect(again.getByText(SAYS)).toHaveCount(0);
});
