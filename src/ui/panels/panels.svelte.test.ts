// The panels of variables and of data, in the page.
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { NameInfo } from "#session/describe-names.ts";
import type { CodeCellView } from "#session/session-view.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { penguinCells } from "#ui/fixtures/penguins.ts";

let page: MountedPage;
afterEach(() => page?.unmount());

const idOf = (name: string) =>
  (penguinCells.find((cell) => cell.type === "code" && cell.name === name) as CodeCellView).id;

async function openPanel(title: string): Promise<HTMLElement> {
  const button = [...page.target.querySelectorAll<HTMLElement>("nav button")].find(
    ({ textContent }) => textContent.trim() === title,
  );
  await userEvent.click(button!);
  return vi.waitFor(() => find(page.target, `aside[aria-label="${title}"]`), 10_000);
}

test("the panel of variables says what each name holds, its memory, and goes to its cell", async () => {
  page = mountPage(penguinCells);
  const features = { cell: idOf("features"), kind: "ts" };
  page.session.known = [
    { name: "features", type: "array", says: "array of 4", sizeBytes: 2048, ...features },
    {
      name: "settings",
      type: "object",
      says: "{ rate }",
      members: [{ name: "rate", type: "number", says: "0.5" }],
      sizeBytes: 24,
      ...features,
    },
    { name: "scale", type: "unknown", says: "", ...features },
  ] satisfies NameInfo[];
  const panel = await openPanel("Variables");
  expect(panel.textContent).toContain("3 values, 2.1 KB");
  const [array, object, opaque] = panel.querySelectorAll<HTMLElement>("li");
  expect(array.innerText).toMatch(/features\s+2 KB\s+array of 4/);
  expect(opaque.innerText).toMatch(/scale\s+in the worker alone/);
  find(object, "summary").click();
  expect(object.innerText).toMatch(/rate\s+0\.5/);
  find(array, "a").click();
  await vi.waitFor(() => expect(document.activeElement === page.cell("features")).toBe(true));
});

test("the panel of data names each dataset's version, size and readers", async () => {
  page = mountPage(penguinCells);
  const panel = await openPanel("Data");
  const row = find(panel, "li");
  expect(row.innerText).toMatch(/penguins/);
  expect(row.innerText).toMatch(/\d+ rows, \d+ columns/);
  expect(row.innerText).toMatch(/Read by/);
  // features reads penguins, and the model is trained on features: one below the other
  const nested = [...row.querySelectorAll(".lineage .lineage a")].map((link) => link.textContent);
  expect(nested.length).toBeGreaterThan(0);
  find(row, "a.reader").click();
  await vi.waitFor(() => expect(document.activeElement?.hasAttribute("data-cell")).toBe(true));
});

test("one panel is open at a time, and its button closes it", async () => {
  page = mountPage(penguinCells);
  await openPanel("Variables");
  expect(page.target.querySelectorAll(".panels aside")).toHaveLength(1);
  await openPanel("Data");
  expect(page.target.querySelectorAll(".panels aside")).toHaveLength(1);
  await userEvent.click(find(page.target, 'nav button[aria-pressed="true"]'));
  expect(page.target.querySelector(".panels aside")).toBe(null);
});
