import type { Page, Request } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

async function runFirstNotebook(page: Page, base: string): Promise<string> {
  const notebook = notebookPage(page);
  await notebook.openShipped("Which penguin is this?", "", base);
  await notebook.runAll();
  await notebook.expectStatus("report", "done");
  await notebook.expectStatus("ask", "done");
  await expect(notebook.cell("report")).toContainText("Accuracy");
  await expect(notebook.cell("report").getByText("Pass", { exact: true })).toBeVisible();
  return notebook.hostKind();
}

test("a newcomer opens notebook 1, presses Run all, and its gate passes on test birds", async ({ page }) => {
  expect(await runFirstNotebook(page, "./")).toMatch(/^origin [0-9a-f]{16}\.localhost$/);
  await expect(page.locator("header .backend .words")).toHaveText("CPU, WebAssembly");
});

test("notebook 1 runs where there are no sandbox hosts: its code is sealed in a data: worker", async ({
  page,
  servers,
}) => {
  expect(await runFirstNotebook(page, servers.withoutHosts.url)).toBe("data localhost");
});

test("notebook 1 runs from a dumb static server, below a path, without any header", async ({
  page,
  servers,
}) => {
  expect(await runFirstNotebook(page, servers.dumb.url)).toBe("data localhost");
});

test("notebook 1 asks no other host for anything, and runs on when the network is gone", async ({
  page,
  context,
  servers,
}) => {
  const strangers: string[] = [];
  const { port } = new URL(servers.ownOrigin.url);
  const isOurs = (request: Request) => {
    const url = new URL(request.url());
    return (
      url.protocol === "data:" ||
      url.protocol === "blob:" ||
      (/localhost$/.test(url.hostname) && url.port === port)
    );
  };
  await context.route("**/*", async (route, request) => {
    if (isOurs(request)) return route.continue();
    strangers.push(request.url());
    await route.abort();
  });
  expect(await runFirstNotebook(page, servers.ownOrigin.url)).toMatch(/^origin /);
  await context.setOffline(true);
  const notebook = notebookPage(page);
  await notebook.run("classifier");
  await notebook.expectStatus("classifier", /running|queued/);
  await notebook.expectStatus("classifier", "done");
  expect(strangers).toEqual([]);
});

test("notebook 1 trains to its end in a tab that is covered and draws no frames", async ({
  page,
  servers,
}) => {
  // A headless tab is never covered, so the page is told what a covered one would be.
  await page.addInitScript(() => {
    globalThis.requestAnimationFrame = () => 0;
    Object.defineProperty(document, "hidden", { get: () => true });
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  });
  await runFirstNotebook(page, servers.ownOrigin.url);
});
