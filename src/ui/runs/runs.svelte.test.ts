// The panel of runs, in the page.
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { RunRecord } from "#tracking/run-record.ts";
import { exampleRun } from "#ui/fixtures/example-runs.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { penguinCells } from "#ui/fixtures/penguins.ts";

let page: MountedPage;
afterEach(() => page?.unmount());

const runs: RunRecord[] = [
  exampleRun({ number: 1, parameters: { epochs: 20, learningRate: 0.01 } }),
  exampleRun({ number: 2, parameters: { epochs: 20, learningRate: 0.1 }, state: "interrupted" }),
  exampleRun({ number: 3, parameters: { epochs: 20, learningRate: 0.5 } }),
];

async function openRuns(list: readonly RunRecord[], pin = vi.fn()): Promise<HTMLElement> {
  const loaded = { runs: list, subscribe: () => () => undefined, pin };
  page = mountPage(penguinCells, { runs: () => Promise.resolve(loaded) });
  const button = [...page.target.querySelectorAll<HTMLElement>("nav button")].find(
    ({ textContent }) => textContent.trim() === "Runs",
  );
  await userEvent.click(button!);
  return vi.waitFor(() => find(page.target, 'aside[aria-label="Runs"] .lede').closest("aside")!, 10_000);
}

const textOf = (element: Element) => element.textContent!.replace(/\s+/g, " ").trim();
const button = (root: ParentNode, text: string) =>
  [...root.querySelectorAll("button")].find((each) => textOf(each) === text)!;

test("without runs the panel says what will be there", async () => {
  expect(textOf(await openRuns([]))).toContain("will be recorded here by itself");
});

test("the latest run is shown first; a second one chosen is compared with it", async () => {
  const panel = await openRuns(runs);
  const rows = () => [...panel.querySelectorAll("tbody tr")].map(textOf);
  expect(rows()[0]).toContain("3");
  expect(panel.textContent).toContain("Interrupted");
  expect(textOf(find(panel, "section"))).toContain("Run 3, classifier");
  await userEvent.click(find(panel, 'input[aria-label="Run 1"]'));
  const comparison = textOf(find(panel, 'section[aria-label="Run 3 against 1"]'));
  expect(comparison).toContain("1 thing differs");
  expect(comparison).toContain("learningRate0.50.01");
  // a third takes the place of the one chosen first
  await userEvent.click(find(panel, 'input[aria-label="Run 2"]'));
  expect(find(panel, "section").getAttribute("aria-label")).toBe("Run 2 against 1");
});

test("a column is sorted by its head, by keyboard too", async () => {
  const panel = await openRuns(runs);
  const head = button(panel, "learningRate");
  head.focus();
  await userEvent.keyboard("{Enter}");
  expect(head.closest("th")!.getAttribute("aria-sort")).toBe("ascending");
  expect(textOf(find(panel, "tbody tr"))).toMatch(/^1 /);
});

test("a run is pinned, and opened as it was", async () => {
  const pin = vi.fn();
  const panel = await openRuns(runs, pin);
  await userEvent.click(button(panel, "Pin as baseline"));
  expect(pin).toHaveBeenCalledWith(3);
  // Last: on a narrow page the panel makes room for the notebook.
  await userEvent.click(button(panel, "Open as run 3 had it"));
  expect(page.session.calls.at(-1)).toContain("replaceText");
  expect(page.session.calls.at(-1)).toContain("# As it was");
});
