// What axe-core finds on every page, panel and dialog, in both themes, wide and narrow; and what a screen reader's
// tree says.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

/**
 * Findings that keep somebody out, one line for each place. Frames of cells are documents of their own.
 * @param within what has just opened, where the rest of the page was looked at before
 */
async function seriousFindings(page: Page, within = "html"): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(within).exclude("iframe");
  // One document and what it breaks: without these axe looks into every frame and describes all that is well.
  const { violations } = await axe
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
    );
}

/** Colours are judged at rest: what fades in has others for a moment. */
const AT_REST = { reducedMotion: "reduce" } as const;

const views = [
  { theme: "light", width: 1440 },
  { theme: "dark", width: 1440 },
  { theme: "light", width: 390 },
  { theme: "dark", width: 390 },
] as const;

const EVERYTHING = notebookOf({
  table_of_rows: `table(Array.from({ length: 500 }, (_, row) => ({ row, name: "n" + row % 7, at: new Date(row * 864e5) })))`,
  chart: `plot.line([{ x: 1, y: 2, of: "a" }, { x: 2, y: 1, of: "a" }, { x: 1, y: 1, of: "b" }, { x: 2, y: 3, of: "b" }], { x: "x", y: "y", color: "of" })`,
  shown: `html("<p>Some <b>HTML</b></p>")`,
  model: `const net = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] }); net`,
  lines: `console.log("said"); console.warn("warned"); console.error("went wrong"); ({ deep: { value: [1, 2, 3] } })`,
  failed: `nothing_of_this_name + 1`,
  tensor: `tf.tensor2d([[1, 2], [3, 4]])`,
});

const FORMS = `
\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.7, validation: 0.1, test: 0.2 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 4 }]
data: penguins
target: species
epochs: 2
\`\`\`

\`\`\`yaml evaluate report
model: classifier
data: penguins
slices: [sex, [island, sex]]
gates: { accuracy: ">= 0", worst_slice: ">= 1.01" }
\`\`\`

# A heading

Prose.
`;

test("axe finds a button without a name and letters too pale to read", async ({ page, servers }) => {
  await page.goto(servers.ownOrigin.url);
  await page.getByRole("heading", { level: 1 }).evaluate((heading) => {
    heading.style.color = "silver";
    heading.after(document.createElement("button"));
  });
  const found = await seriousFindings(page);
  expect(found.map((finding) => finding.split(" ")[0]).toSorted()).toEqual(["button-name", "color-contrast"]);
});

for (const { theme, width } of views) {
  const says = `${theme}, ${width} pixels wide`;

  test(`axe finds nothing serious on the home page (${says})`, async ({ page, servers }) => {
    await page.emulateMedia({ colorScheme: theme, ...AT_REST });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(servers.ownOrigin.url);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`axe finds nothing serious on a shipped notebook (${says})`, async ({ page, servers }) => {
    await page.emulateMedia({ colorScheme: theme, ...AT_REST });
    await page.setViewportSize({ width, height: 900 });
    await notebookPage(page).openShipped("Which penguin is this?", "", servers.ownOrigin.url);
    expect(await seriousFindings(page)).toEqual([]);
  });
}

// Each theme and each width once.
for (const { theme, width } of [views[0], views[3]]) {
  const says = `${theme}, ${width} pixels wide`;

  test(`axe finds nothing serious on a page that was exported (${says})`, async ({ page, servers }) => {
    await page.emulateMedia({ colorScheme: theme, ...AT_REST });
    await page.setViewportSize({ width, height: 900 });
    await notebookPage(page).openShipped("Which penguin is this?", "", servers.ownOrigin.url);
    await page.getByRole("button", { name: "More about this notebook" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download .html" }).click(),
    ]);
    const path = test.info().outputPath("page.html");
    await file.saveAs(path);
    await page.goto(`file://${path}`);
    await expect(page.getByRole("navigation", { name: "Contents" })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`axe finds nothing serious on outputs, editors, panels and dialogs (${says})`, async ({
    page,
    servers,
  }) => {
    // Some twenty searches of the page.
    test.slow();
    await page.emulateMedia({ colorScheme: theme, ...AT_REST });
    await page.setViewportSize({ width, height: 900 });
    const notebook = notebookPage(page);
    await notebook.openFile(servers.ownOrigin.url, "all.md", `${EVERYTHING}${FORMS}`);
    await notebook.runAll();
    await notebook.expectStatus("tensor", "done");
    await notebook.expectStatus("failed", "error");
    await notebook.expectStatus("report", "error");
    expect(await seriousFindings(page), "outputs").toEqual([]);

    await notebook.cell("failed").locator(".code, pre, .source").first().click();
    await expect(notebook.cell("failed").locator(".cm-content")).toBeFocused();
    expect(await seriousFindings(page, '[data-cell="failed"]'), "an editor").toEqual([]);
    await page.keyboard.press("Escape");

    for (const [what, [role, open]] of Object.entries(dialogs)) {
      await open(page);
      await expect(page.getByRole(role)).toBeVisible();
      expect(await seriousFindings(page, `[role="${role}"], dialog[open]`), what).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    for (const panel of await page.getByRole("navigation", { name: "Panels" }).getByRole("button").all()) {
      if ((await panel.getAttribute("aria-haspopup")) === "dialog") continue;
      if ((await panel.getAttribute("aria-pressed")) === "false") await panel.click();
      await expect(page.locator(".panels aside")).toHaveCount(1);
      expect(await seriousFindings(page, ".panels"), `the panel ${await panel.textContent()}`).toEqual([]);
      await panel.click();
    }
    await notebook.cell("failed").focus();
    await page.keyboard.press("Shift+R");
    await expect(page.locator("pre.code")).toHaveCount(0);
    expect(await seriousFindings(page), "the read view").toEqual([]);

    const follower = await page.context().newPage();
    await follower.emulateMedia({ colorScheme: theme, ...AT_REST });
    await follower.setViewportSize({ width, height: 900 });
    await follower.goto(page.url());
    await expect(follower.getByRole("button", { name: "Edit here" })).toBeVisible();
    expect(await seriousFindings(follower), "a tab that follows").toEqual([]);
  });
}

/** What opens over the page, and the role that it has. */
const dialogs: Record<string, ["dialog" | "search" | "menu", (page: Page) => Promise<void>]> = {
  palette: ["dialog", (page) => page.keyboard.press("ControlOrMeta+k")],
  keys: ["dialog", (page) => page.keyboard.press("?")],
  find: ["search", (page) => page.keyboard.press("ControlOrMeta+f")],
  "a cell's menu": [
    "menu",
    (page) => page.getByRole("button", { name: /^More about failed|^More.*failed/ }).click(),
  ],
  history: [
    "dialog",
    async (page) => {
      await page.getByRole("button", { name: "More about this notebook" }).click();
      await page.getByRole("menuitem", { name: "History" }).click();
    },
  ],
  share: [
    "dialog",
    async (page) => {
      await page.getByRole("button", { name: "Share this notebook" }).click();
      await expect(page.getByRole("textbox", { name: "Link" })).toBeVisible();
    },
  ],
  "the notebook's menu": [
    "menu",
    (page) => page.getByRole("button", { name: "More about this notebook" }).click(),
  ],
};
