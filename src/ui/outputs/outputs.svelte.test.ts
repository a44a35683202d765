import { flushSync } from "svelte";
import { afterEach, expect, test } from "vitest";
import type { CellId } from "#document/notebook.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { penguinCells, training } from "#ui/fixtures/penguins.ts";
import { code } from "#ui/fixtures/fake-session.ts";

let page: MountedPage;
afterEach(() => page.unmount());

test("HTML has the locked policy and no scripts, which it says", () => {
  const html = { type: "html" as const, html: "<p>page</p><script>1</script>" };
  page = mountPage([code("a", { name: "shown", kind: "ts", status: "done", outputs: [html] })]);
  const frame = find(page.cell("shown"), "iframe") as HTMLIFrameElement;
  expect(frame.getAttribute("sandbox")).toBe("");
  expect(frame.srcdoc).toContain("<p>page</p>");
  expect(page.cell("shown").textContent).toContain("Scripts in HTML do not run here");
});

test("a chart reads its points by arrow keys and has a table behind it", async () => {
  page = mountPage(penguinCells);
  const [, bars] = page.cell("picture").querySelectorAll("figure");
  if (!bars) throw new Error("there must be a second chart");
  const plot = find(bars, ".plot");
  expect(plot.tabIndex).toBe(0);
  // Events instead of the real keyboard: another test file may take the focus meanwhile.
  for (const key of ["ArrowRight", "ArrowRight"])
    plot.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  await expect.poll(() => find(bars, "[aria-live]").textContent).toBe("species Gentoo: birds 119");
  find(bars, "summary").click();
  await expect
    .poll(() =>
      [...bars.querySelectorAll("tbody tr")].map((row) => row.textContent?.replace(/\s+/g, " ").trim()),
    )
    .toEqual([
      "birds Adelie 146".replaceAll(" ", ""),
      "birds Gentoo 119".replaceAll(" ", ""),
      "birds Chinstrap 68".replaceAll(" ", ""),
    ]);
});

test("a training keeps its height while its curves grow", async () => {
  page = mountPage([
    code("t", {
      name: "t",
      kind: "train",
      status: "running",
      outputs: [{ type: "training", progress: training(1, "running") }],
    }),
  ]);
  const heights = new Set<number>();
  for (const epoch of [2, 20, 47, 79]) {
    page.session.change("t" as CellId, {
      outputs: [{ type: "training", progress: training(epoch, "running") }],
    });
    await expect.poll(() => page.cell("t").textContent).toContain(`Epoch ${epoch} of 80`);
    heights.add(Math.round(page.cell("t").getBoundingClientRect().height));
  }
  expect(heights.size).toBe(1);
});

test("an error shows its line, its patch and one button that applies the mend", () => {
  page = mountPage(penguinCells);
  const cell = page.cell("by_size");
  expect(find(cell, ".l.bad").textContent).toContain("specie");
  expect(find(cell, ".mend .what").textContent).toContain("must name a column");
  expect(find(cell, ".patch").textContent).toContain('"species"');
  find(cell, ".fix button").click();
  flushSync();
  expect(page.session.calls).toContain("mend rename-column");
});

test("a table says how many rows there are, and blanks are said", () => {
  page = mountPage(penguinCells);
  const text = page.cell("features").textContent;
  expect(text).toContain("The first 40 of 344 rows");
  expect(text).toContain("blank");
  expect(text).toContain("line 3");
});

test("a report compares with the baseline and says which gates fail", () => {
  page = mountPage(penguinCells);
  const text = page.cell("report").textContent?.replace(/\s+/g, " ");
  expect(text).toContain("+0.486 on 0.486");
  expect(text).toContain("1 of 4 pass");
  expect(text).toContain("the report has no such metric");
  expect(text).toContain("0.875 for Dream, female, 16 rows");
  expect(page.cell("report").querySelectorAll("table caption").length).toBe(1);
});

test("a report shows its six worst slices with their intervals, and the others when asked", () => {
  page = mountPage(penguinCells);
  const slices = () => page.cell("report").querySelectorAll(".tab tbody tr");
  expect(slices().length).toBe(6);
  expect(slices()[0]?.textContent?.replace(/\s+/g, " ")).toContain("Dream, female16 0.640 to 0.965 0.875");
  const all = [...page.cell("report").querySelectorAll("button")].find(
    (button) => button.textContent?.trim() === "Show all 7",
  );
  all!.click();
  flushSync();
  expect(slices().length).toBe(7);
});
