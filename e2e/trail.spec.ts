// The ladder, climbed in the page: what is missing is said, and one button each brings it.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

test("an empty notebook climbs to level 1 and on, by the buttons of the trail", async ({ page, servers }) => {
  test.setTimeout(90_000);
  const notebook = notebookPage(page);
  const text = notebookOf({}).replace(/^seed: 1\n/m, "");
  await notebook.openFile(`${servers.ownOrigin.url}?backend=wasm`, "climb.md", text);
  await page.getByRole("navigation", { name: "Panels" }).getByRole("button", { name: "Trail" }).click();
  const panel = page.locator("#panel-trail");
  const step = (name: string | RegExp) => panel.getByRole("button", { name });
  const met = (id: string) =>
    expect(panel.locator(`[data-criterion="${id}"]`)).toHaveAttribute("data-met", "true");

  await step("Add data and a training").click();
  await expect(notebook.cell("classifier")).toBeVisible();
  await step("Run all").click();
  await met("0.1");
  await step("Add an evaluation").click();
  await step("Run all").click();
  await expect(panel).toContainText("Next: versioned");
  await expect(panel.locator("li.here")).toContainText("Experiment");

  await step("State the seed").click();
  await met("1.2");
  await step("Pin penguins").click();
  await met("1.1");
  await step("Run it from nothing, and lock what it gives").click();
  await met("1.3");
  await step("Run it from nothing, and compare").click();
  await expect(panel).toContainText("Next: tracked");
  await expect(panel.locator("li.here")).toContainText("Versioned");

  // Another training is other code: what was locked has to be locked again in the end.
  await step(/^Train it again, at a learning rate of/).click();
  await expect(panel).toContainText("Next: versioned");
  await panel.getByText("2 Tracked").click();
  await step("Pin the latest run").click();
  await met("2.2");
  await step(/^Add a gate: accuracy >= pinned/).click();
  await met("2.3");
  await step("Show it a worse model").click();
  await met("2.4");
  await expect(notebook.cell("classifier")).not.toContainText("epochs: 1\n");
  await step("Run it from nothing, and lock what it gives").click();
  await step("Run it from nothing, and compare").click();
  await step("Export it as ONNX").click();
  await expect(panel.locator("li.here")).toContainText("Tracked");
});
