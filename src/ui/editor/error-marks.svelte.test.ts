import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { CellId } from "#document/notebook.ts";
import type { Mark } from "#session/session-view.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

const slip: Mark = {
  line: 2,
  column: 5,
  message: "tota is not defined",
  hint: "Did you mean total?",
  mends: [{ id: "write-total", label: "Write total" }],
};
const end: Mark = { line: 1, column: 9, message: "something is missing", mends: [] };
const cells = [
  code("a", { name: "a", kind: "ts", body: "const x =\nx + tota", status: "error", marks: [end, slip] }),
  code("b", { name: "b", kind: "ts", body: "ok" }),
  code("c", {
    name: "c",
    kind: "ts",
    body: "x",
    status: "error",
    error: { message: "gone", notes: [], mends: [] },
  }),
];

async function edit(name: string): Promise<HTMLElement> {
  page.cell(name).focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(page.cell(name).contains(document.activeElement)).toBe(true));
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  return document.activeElement as HTMLElement;
}
const underlined = (name: string) =>
  [...page.cell(name).querySelectorAll(".cm-lintRange-error")].map((each) => each.textContent);
const note = () => find(page.target, "p[role=status]").textContent;

test("the word at fault is underlined, at the end of a line its last character", async () => {
  page = mountPage(cells);
  await edit("a");
  expect(underlined("a")).toEqual(["=", "tota"]);
  page.session.change("a" as CellId, { marks: [] });
  await vi.waitFor(() => expect(underlined("a")).toEqual([]));
});

test("hovering shows the message with the mend, whose button applies it", async () => {
  page = mountPage(cells);
  await edit("a");
  await userEvent.hover(page.cell("a").querySelectorAll(".cm-lintRange-error")[1]!);
  await vi.waitFor(() => expect(document.querySelector(".cm-tooltip-lint")).not.toBe(null), 10_000);
  expect(document.querySelector(".cm-diagnosticText")?.textContent).toBe(
    "tota is not defined. Did you mean total?",
  );
  await userEvent.click(find(document, ".cm-diagnosticAction"));
  expect(page.session.calls).toContain("mend write-total");
});

test("F8 walks through the problems of all cells and says each", async () => {
  page = mountPage(cells);
  page.cell("b").focus();
  await userEvent.keyboard("{F8}");
  await vi.waitFor(() => expect(page.cell("c").contains(document.activeElement)).toBe(true), 10_000);
  flushSync();
  expect(note()).toBe("c, line 1: gone");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  await userEvent.keyboard("{F8}");
  await vi.waitFor(() => expect(note()).toBe("a, line 1: something is missing"));
  await vi.waitFor(
    () => expect(page.cell("a").querySelector(".cm-content")).toBe(document.activeElement),
    10_000,
  );
  await userEvent.keyboard("{F8}");
  await vi.waitFor(() => expect(note()).toBe("a, line 2: tota is not defined. Did you mean total?"));
  await userEvent.keyboard("{Shift>}{F8}{/Shift}");
  await vi.waitFor(() => expect(note()).toBe("a, line 1: something is missing"));
});

test("F8 goes to warnings of types in their place among the errors", async () => {
  page = mountPage(cells, {
    checkTypes(_, editor) {
      editor.setWarnings("const x =\nx + tota", [{ from: 10, to: 11, message: "x is a string" }]);
      return Promise.resolve();
    },
  });
  await edit("a");
  await userEvent.keyboard("{Control>}{Home}{/Control}{F8}{F8}");
  await vi.waitFor(() => expect(note()).toBe("a, line 2: Warning: x is a string"));
  await userEvent.keyboard("{F8}");
  await vi.waitFor(() => expect(note()).toBe("a, line 2: tota is not defined. Did you mean total?"));
});

test("Mod-Shift-M lists the problems of all cells, and choosing one goes there", async () => {
  page = mountPage(cells);
  page.cell("b").focus();
  await userEvent.keyboard("{Control>}{Shift>}m{/Shift}{/Control}");
  await vi.waitFor(() => expect(document.querySelectorAll("[role=option]").length).toBe(3), 10_000);
  await userEvent.keyboard("tota{Enter}");
  await vi.waitFor(
    () => expect(page.cell("a").querySelector(".cm-content")).toBe(document.activeElement),
    10_000,
  );
  await userEvent.keyboard("Z");
  expect(page.session.cells[0]).toMatchObject({ body: "const x =\nx + Ztota" });
});
