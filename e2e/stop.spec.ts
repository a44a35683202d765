// Interrupt ends anything within a second and loses nothing that has a copy. Times are judged generously: the
// machine of a test is busy; `npm run bench` measures.
import { chromium } from "@playwright/test";
import { chromiumFlags } from "../scripts/chromium-flags.mjs";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

for (const { name, says } of hosts) {
  test(`Interrupt ends while (true) {} ${says}, and the values of other cells are there after`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    const cells = {
      kept: "const kept = new Map([['n', 41]]); kept.get('n')",
      loop: "while (true) {}",
      after: "kept.get('n') + 1",
    };
    await notebook.openFile(servers[name].url, "stop.md", notebookOf(cells));
    await notebook.run("kept");
    await notebook.expectStatus("kept", "done");
    await notebook.run("loop");
    await notebook.expectStatus("loop", "running");
    await notebook.interrupt();
    await notebook.expectStatus("loop", "stopped", 3000);
    await notebook.run("after");
    await notebook.expectStatus("after", "done");
    await expect(notebook.cell("after")).toContainText("42");
    await notebook.expectStatus("kept", "done");
  });
}

test("a stopped training keeps its model, says at which epoch, and can be evaluated", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const forms = `\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 8 }]
data: penguins
target: species
features: [bill_length_mm, bill_depth_mm]
epochs: 100000
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
\`\`\`
`;
  await notebook.openFile(servers.ownOrigin.url, "train.md", `---\ncairn: 1\n---\n${forms}`);
  await notebook.run("classifier");
  await expect(notebook.cell("classifier")).toContainText(/Epoch [2-9]/);
  await notebook.interrupt();
  await notebook.expectStatus("classifier", "stopped");
  await expect(notebook.cell("classifier")).toContainText(/Stopped at epoch \d+, model kept/);
  await notebook.run("report");
  await expect(notebook.cell("report")).toContainText("Accuracy");
});

test("a heap that fills up is the cell's error; the page lives and the notebook goes on", async ({
  servers,
}) => {
  // A browser of its own with a small heap. When the frame dies Playwright says that the page crashed and lets go
  // of it, so the page is driven from within and judged by what it asks its server for.
  const browser = await chromium.launch({
    ...(process.env["CAIRN_CHROMIUM"] !== undefined && { executablePath: process.env["CAIRN_CHROMIUM"] }),
    args: [...chromiumFlags, "--js-flags=--max-old-space-size=300"],
  });
  try {
    const page = await browser.newPage();
    const notebook = notebookPage(page);
    const cells = {
      kept: "const kept = 7; kept",
      hog: "const hog = []; for (;;) hog.push(new Array(1000).fill({}))",
      after: "kept * 2",
    };
    await notebook.openFile(servers.ownOrigin.url, "heap.md", notebookOf(cells));
    await notebook.run("kept");
    await notebook.expectStatus("kept", "done");
    await page.evaluate(() => {
      const cell = (name: string) => document.querySelector<HTMLElement>(`[data-cell="${name}"]`)!;
      let hasRunAfter = false;
      setInterval(() => {
        const says = `${cell("hog").dataset["status"]} ${/ran out of memory/.exec(cell("hog").textContent ?? "")?.[0] ?? ""}, after ${cell("after").dataset["status"]}`;
        void fetch(`./favicon.svg?hog=${encodeURIComponent(says)}`);
        if (cell("hog").dataset["status"] !== "error" || hasRunAfter) return;
        hasRunAfter = true;
        cell("after").querySelector<HTMLElement>('button[aria-label="Run after"]')!.click();
      }, 200);
    });
    await page.evaluate(() => document.querySelector<HTMLElement>('button[aria-label="Run hog"]')!.click());
    const said = () => servers.ownOrigin.asked.map(decodeURIComponent);
    await expect
      .poll(said, { timeout: 40_000 })
      .toContain("/favicon.svg?hog=error ran out of memory, after done");
  } finally {
    await browser.close();
  }
});
