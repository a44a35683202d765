// How a journey reaches the parts of a notebook's page.
import { expect, type Locator, type Page } from "@playwright/test";

export const notebookPage = (page: Page) => {
  const cell = (name: string): Locator => page.locator(`[data-cell="${name}"]`);
  return {
    cell,
    async openShipped(title: string, query = "", base = "./"): Promise<void> {
      await page.goto(`${base}${query}`);
      await page
        .getByRole("link", { name: title })
        .or(page.getByRole("button", { name: title }))
        .first()
        .click();
      await expect(page.locator("[data-cell]").first()).toBeVisible();
    },
    /** Gives the home page a file, as "Choose a file" does, and waits for its notebook. */
    async openFile(base: string, name: string, content: string | Buffer): Promise<void> {
      await page.goto(base);
      await page
        .locator("input[type=file]")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
      await expect(page).toHaveURL(/#\/n\//);
      await expect(page.getByRole("button", { name: "More about this notebook" })).toBeVisible();
    },
    async runAll(): Promise<void> {
      await page.getByRole("button", { name: "Run all" }).click();
    },
    async interrupt(): Promise<void> {
      await page.getByRole("button", { name: "Interrupt" }).click();
    },
    async run(name: string): Promise<void> {
      await page.getByRole("button", { name: `Run ${name}`, exact: true }).click();
    },
    async expectStatus(name: string, status: string | RegExp, timeout = 40_000): Promise<void> {
      await expect(cell(name)).toHaveAttribute("data-status", status, { timeout });
    },
    /** Which host seals this notebook's cells, read off the hidden frame. */
    async hostKind(): Promise<string> {
      const frame = page.locator('iframe[title="sandbox"]');
      await expect(frame).toHaveCount(1);
      const address = new URL((await frame.getAttribute("src")) ?? "");
      return `${address.searchParams.get("host")} ${address.hostname}`;
    },
  };
};

/** The text of a notebook of `ts` cells. */
export function notebookOf(cells: Readonly<Record<string, string>>, title = "A test"): string {
  const blocks = Object.entries(cells).map(([name, code]) => `\`\`\`ts ${name}\n${code}\n\`\`\`\n`);
  return `---\ncairn: 1\ntitle: ${title}\nseed: 1\n---\n\n${blocks.join("\n")}`;
}

/** The texts of all stored notebooks, read in the page as another tab would. */
export async function storedTexts(): Promise<string> {
  const opening = indexedDB.open("cairn");
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error!);
  });
  const reading = database.transaction("notebooks").objectStore("notebooks").getAll();
  const notebooks = await new Promise<{ text: string }[]>((resolve) => {
    reading.onsuccess = () => resolve(reading.result as { text: string }[]);
  });
  database.close();
  return notebooks.map((notebook) => notebook.text).join("\n");
}
