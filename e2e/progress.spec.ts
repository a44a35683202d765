import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

test("a cell that takes more than half a second shows that it goes on; a short one shows nothing", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const cells = { long: "await new Promise((go) => setTimeout(go, 3000)); 'done'", short: "1" };
  await notebook.openFile(servers.ownOrigin.url, "progress.md", notebookOf(cells));
  await notebook.run("short");
  await notebook.expectStatus("short", "done");
  await notebook.run("long");
  const bar = page.getByRole("progressbar", { name: "long is running" });
  await expect(bar).toHaveCount(1);
  await expect(bar).toHaveCSS("visibility", "visible");
  await notebook.expectStatus("long", "done");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
});

test("the status chip says the ladder of backends and why the first rung is not used", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "ladder.md", notebookOf({ a: "tf.scalar(1)" }));
  await notebook.runAll();
  await notebook.expectStatus("a", "done");
  const chip = page.locator("header").getByRole("button", { name: /WebAssembly/ });
  await chip.focus();
  await page.keyboard.press("Enter");
  const ladder = page.getByRole("group", { name: "What tensors run on" }).filter({ visible: true });
  await expect(ladder.getByRole("listitem")).toHaveCount(3);
  await expect(ladder).toContainText("WebGPU not used: the only WebGPU adapter");
  await expect(ladder.locator("[aria-current]")).toContainText("WebAssembly in use, on the CPU");
  await page.keyboard.press("Escape");
  await expect(ladder).toHaveCount(0);
});
