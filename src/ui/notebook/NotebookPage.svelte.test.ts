import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { CellId } from "#document/notebook.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { manyCells, penguinCells } from "#ui/fixtures/penguins.ts";

let page: MountedPage;
afterEach(() => page.unmount());

function focusedCell(): string | undefined {
  const { dataset, id } = document.activeElement as HTMLElement;
  return dataset.cell ?? id;
}

/** Opens the editor of a cell as the keyboard does. */
async function edit(name: string): Promise<HTMLElement> {
  page.cell(name).focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(
    () => expect(page.cell(name).querySelector(".cm-content")).toBe(document.activeElement),
    10_000,
  );
  return find(page.cell(name), ".cm-content");
}

test("each cell is a region with its kind, name and status; prose is none", () => {
  page = mountPage(penguinCells);
  for (const view of penguinCells) {
    if (view.type === "prose") continue;
    const { dataset, ariaLabel, role } = page.cell(view.name);
    expect(dataset.kind).toBe(view.kind);
    expect(dataset.status).toBe(view.status);
    expect(role).toBe("region");
    expect(ariaLabel).toBe(`${view.kind} cell ${view.name}`);
  }
  const prose = page.target.querySelectorAll('[data-kind="prose"]');
  expect(prose.length).toBe(3);
  expect([...prose].some((element) => element.getAttribute("role") === "region")).toBe(false);
  expect(page.target.querySelectorAll("h1").length).toBe(1);
});

test.each([
  ["penguins", "Cached"],
  ["features", "Done in 41 ms"],
  ["classifier", "Running, "],
  ["report", "Queued, shows the last run"],
  ["by_size", "Failed on line 2"],
  ["picture", "Stale, penguins changed"],
  ["early", "Stopped at epoch 12, model kept"],
  ["page", "Not run, as published"],
  ["total", "Not run"],
  ["unused", "Off"],
])("the status of %s is said: %s", (name, words) => {
  page = mountPage(penguinCells);
  expect(find(page.cell(name), ".status").textContent).toContain(words);
});

test("J and K walk the cells, B opens the kinds and a letter inserts one", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  await userEvent.keyboard("j");
  await vi.waitFor(() => expect(focusedCell()).toBe("width"));
  await userEvent.keyboard("k");
  await vi.waitFor(() => expect(focusedCell()).toBe("features"));
  await userEvent.keyboard("b");
  await vi.waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("menuitem"));
  await userEvent.keyboard("t");
  const index = page.session.cells.findIndex((cell) => cell.type === "code" && cell.name === "features");
  expect(page.session.cells[index + 1]).toMatchObject({ kind: "train" });
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
});

test("Enter edits, Escape leaves, Shift-Enter runs and moves on, and D D deletes", async () => {
  page = mountPage(penguinCells);
  await edit("features");
  await userEvent.keyboard("x");
  expect(page.session.cells.find(({ id }) => id === "features")).toMatchObject({
    body: expect.stringMatching(/^x/),
  });
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => expect(focusedCell()).toBe("features"));
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
  await vi.waitFor(() => expect(focusedCell()).toBe("width"));
  expect(page.session.calls).toContain("run features");
  await userEvent.keyboard("d");
  expect(page.session.cells.some(({ id }) => id === "width")).toBe(true);
  await userEvent.keyboard("d");
  expect(page.session.cells.some(({ id }) => id === "width")).toBe(false);
  await userEvent.keyboard("z");
  expect(page.session.cells.some(({ id }) => id === "width")).toBe(true);
});

test("undo in an editor goes to the session, and the editor shows what it says", async () => {
  page = mountPage(penguinCells);
  const content = await edit("network");
  const before = content.textContent;
  await userEvent.keyboard("y");
  expect(content.textContent).toBe(`y${before}`);
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(page.session.calls).toContain("undo");
  await vi.waitFor(() => expect(content.textContent).toBe(before));
  expect(document.activeElement).toBe(content);
});

test("a text from outside leaves the cursor where it was", async () => {
  page = mountPage(penguinCells);
  const content = await edit("total");
  await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}");
  page.session.change("total" as CellId, { body: "const total = 1;\nconst other = 2;" });
  await vi.waitFor(() => expect(content.textContent).toContain("other"));
  await userEvent.keyboard("Z");
  expect(content.textContent).toMatch(/^conZst total/);
});

test("prose is rendered, edited as Markdown and rendered again", async () => {
  page = mountPage(penguinCells);
  find(page.target, "#cell-p2").focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  await userEvent.keyboard("{Control>}a{/Control}## New words");
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
  await vi.waitFor(() => expect(find(page.target, "#cell-p2 h2").textContent).toBe("New words"));
});

test("five hundred cells start without an editor, and one focus makes one", async () => {
  page = mountPage(manyCells(500));
  expect(page.target.querySelectorAll(".cm-editor").length).toBe(0);
  await edit("step_1");
  expect(page.target.querySelectorAll(".cm-editor").length).toBe(1);
});

test("while it runs the one primary is Interrupt, and progress is spoken in quarters", () => {
  page = mountPage(penguinCells);
  find(page.target, '[aria-label="Run all cells"]').click();
  flushSync();
  expect(page.session.calls).toContain("runAll");
  expect(find(page.target, "p.sr[aria-live]").textContent).toBe("classifier: 50%, epoch 47 of 80");
  find(page.target, '[aria-label="Interrupt the run"]').click();
  expect(page.session.calls).toContain("stop");
});

test("the first touch wakes the session, once", async () => {
  page = mountPage(penguinCells);
  expect(page.session.calls).toEqual([]);
  page.cell("features").focus();
  await userEvent.keyboard("{Shift}{Shift}");
  expect(page.session.calls).toEqual(["wake"]);
});

test("a slider moves its cell and shows the value at once", async () => {
  page = mountPage(penguinCells);
  await expect.poll(() => page.cell("width").querySelector("input[type=range]")).not.toBeNull();
  const slider = find(page.cell("width"), "input[type=range]") as HTMLInputElement;
  slider.value = "64";
  slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
  flushSync();
  expect(find(page.cell("width"), "output").textContent).toBe("64");
  expect(page.session.cells.find(({ id }) => id === "width")).toMatchObject({
    body: expect.stringContaining("value: 64"),
  });
});
