import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

test("notebook 3 foretells a year it has not seen, and its gate compares it with persistence", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openShipped("How warm will it be tomorrow?", "", servers.ownOrigin.url);
  await notebook.runAll();
  await notebook.expectStatus("ask", "done");
  await notebook.expectStatus("report", "done");
  const report = notebook.cell("report");
  await expect(report).toContainText("The second figure is the baseline: what today says.");
  await expect(report).toContainText("mae ≤ 0.95 × baseline");
  await expect(report.getByText("Pass", { exact: true })).toBeVisible();
  await expect(notebook.cell("ask").getByRole("group").first()).toContainText(/Tomorrow about \d\d\.\d °C/);
});
