// HTML of a cell tries to touch the page around it. The control is the same HTML in a frame without our walls.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const TOUCH = `<script>
  try { parent.document.documentElement.dataset.touched = "yes" } catch {}
  try { parent.localStorage.setItem("touched", "yes") } catch {}
  try { document.cookie = "touched=yes" } catch {}
  parent.postMessage({ type: "finished", run: 1, values: [], ms: 0, memory: { tensorCount: 0, tensorBytes: 0 }, isImpure: false, wasStopped: false, restored: [], lost: [], isSpoiled: false }, "*");
</script>`;

test("HTML in a frame without walls reaches the page and its storage", async ({ page, servers }) => {
  await page.goto(`${servers.dumb.url}notebooks/index.json`);
  await page.evaluate((html) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = html;
    document.body.append(frame);
  }, TOUCH);
  await expect(page.locator("html")).toHaveAttribute("data-touched", "yes");
  expect(await page.evaluate(() => localStorage.getItem("touched"))).toBe("yes");
});

test("HTML that a cell shows reaches neither the page nor its storage, opens nothing and stays where it is", async ({
  page,
  context,
  servers,
}) => {
  const notebook = notebookPage(page);
  const away = `${servers.other.url}sealed/away/`;
  const cells = {
    touches: `html(${JSON.stringify(TOUCH)})`,
    opens: `html(${JSON.stringify(`<script>window.open("${away}open.html")</script>`)})`,
    leaves: `html(${JSON.stringify(`<script>try { top.location = "${away}top.html" } catch {}</script>`)})`,
    other: "1 + 1",
  };
  await notebook.openFile(servers.ownOrigin.url, "touch.md", notebookOf(cells));
  const url = page.url();
  await notebook.runAll();
  await notebook.expectStatus("other", "done");
  for (const name of ["touches", "opens", "leaves"])
    await expect(notebook.cell(name).locator("iframe")).toHaveCount(1);
  await page.waitForLoadState("networkidle");
  await expect(page.locator("html")).not.toHaveAttribute("data-touched", "yes");
  expect(await page.evaluate(() => [localStorage.getItem("touched"), document.cookie])).toEqual([null, ""]);
  expect(page.url()).toBe(url);
  expect(context.pages()).toHaveLength(1);
  expect(servers.other.arrived.filter((path) => path.startsWith("/sealed/away/"))).toEqual([]);
});

test("HTML runs no scripts and says so, now and when it is opened again", async ({
  page,
  context,
  servers,
}) => {
  const notebook = notebookPage(page);
  const html = `<p id="said">still</p><script>document.getElementById("said").textContent = "alive"</script>`;
  await notebook.openFile(
    servers.ownOrigin.url,
    "saved.md",
    notebookOf({ shown: `html(${JSON.stringify(html)})` }),
  );
  await notebook.runAll();
  await notebook.expectStatus("shown", "done");
  await expect(notebook.cell("shown").frameLocator("iframe").locator("#said")).toHaveText("still");
  await expect(notebook.cell("shown")).toContainText("Scripts in HTML do not run here");
  await expect(page.getByText(/Saved \d/)).toBeVisible();
  await page.waitForTimeout(1000); // the outputs are saved a moment after the run
  const again = await context.newPage();
  await again.goto(page.url());
  await notebookPage(again).expectStatus("shown", "cached");
  await expect(notebookPage(again).cell("shown").frameLocator("iframe").locator("#said")).toHaveText("still");
});
