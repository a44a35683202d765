// A file that changes under its name: the cell says what changed, keeps what is pinned, and takes the new rows when asked.
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const birds = (...masses: number[]) =>
  `id,island,mass\n${masses.map((mass, at) => `bird-${at},${at % 2 ? "Dream" : "Biscoe"},${mass}`).join("\n")}\n`;

/** As a person drops a file on the page. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], fileName!, { type: "text/csv" }));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

test("a changed file is a new version: what changed is said, the pinned rows are kept, and the new ones taken", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    servers.ownOrigin.url,
    "versions.md",
    '---\ncairn: 1\ntitle: Versions\nseed: 1\n---\n\n```ts total\nbirds.column("mass").reduce((sum, mass) => sum + mass, 0)\n```\n',
  );
  await drop(page, "birds.csv", birds(1, 2, 3, 4));
  const cell = notebook.cell("birds");
  await notebook.expectStatus("birds", "done");
  await cell.getByRole("button", { name: "Pin it" }).click();
  await expect(cell).toContainText("version: sha256:");
  await notebook.expectStatus("birds", "done");

  await drop(page, "birds.csv", birds(1, 2, 3, 40, 50));
  await expect(cell).toContainText(
    "./birds.csv has changed: 1 row added, 1 changed (told apart by id). The cell keeps the pinned version",
  );
  await notebook.run("total");
  await expect(notebook.cell("total")).toContainText("10");
  await cell.getByText("How the columns lie now, and before").click();
  await expect(cell.getByRole("img", { name: /^mass: commonest/ })).toBeVisible();

  await cell.getByRole("button", { name: "Take the new version" }).click();
  await expect(cell.getByText("has changed")).toHaveCount(0);
  await notebook.expectStatus("birds", "done");
  await notebook.run("total");
  await expect(notebook.cell("total")).toContainText("96");
  await page.reload();
  await expect(cell).toContainText("version: sha256:");
});
