import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { commands } from "#ui/commands/commands.ts";
import { keyBindings } from "#ui/commands/key-bindings.svelte.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { penguinCells } from "#ui/fixtures/penguins.ts";

let page: MountedPage;
afterEach(async () => {
  await page?.unmount();
  keyBindings.resetAll();
});

const names = () => page.session.cells.map((cell) => (cell.type === "code" ? cell.name : cell.id));
const cellNamed = (name: string) =>
  page.session.cells.find((cell) => cell.type === "code" && cell.name === name);
const dialog = () => document.querySelector("dialog");

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await userEvent.keyboard(key);
}

async function openDialog(key: string): Promise<HTMLElement> {
  await press(key);
  await vi.waitFor(() => expect(dialog()?.open).toBe(true), 10_000);
  return dialog() as HTMLElement;
}

test("no two commands want the same key in the same place, and each has a name of its own", () => {
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  expect(new Set(commands.map(({ label }) => label)).size).toBe(commands.length);
  const clashes = commands.flatMap((command) =>
    keyBindings
      .of(command)
      .flatMap((keys) =>
        keyBindings.conflicts(command, keys).map(({ id }) => `${keys}: ${command.id}, ${id}`),
      ),
  );
  expect(clashes).toEqual([]);
});

test("Mod-K finds a command by a few letters and does it where one was", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  const palette = await openDialog("{Control>}k{/Control}");
  const field = find(palette, "[role=combobox]");
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard("delcell");
  const option = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
  expect(option?.getAttribute("aria-selected")).toBe("true");
  expect(option?.textContent).toContain("Delete the cell");
  await press("{Enter}");
  await vi.waitFor(() => expect(names()).not.toContain("features"));
  expect(dialog()).toBe(null);
});

test("the palette goes to cells and headings, moves with the arrows and closes with Escape", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  const palette = await openDialog("{Control>}k{/Control}");
  await userEvent.keyboard("classifier{ArrowDown}{ArrowUp}{Enter}");
  await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset.cell).toBe("classifier"));
  expect(palette.isConnected).toBe(false);
  await openDialog("{Control>}k{/Control}");
  await press("{Escape}");
  await vi.waitFor(() => expect(dialog()).toBe(null));
  expect((document.activeElement as HTMLElement).dataset.cell).toBe("classifier");
});

test("the palette acts on the editor that it was called from", async () => {
  page = mountPage(penguinCells);
  page.cell("total").focus();
  await press("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  await openDialog("{Control>}k{/Control}");
  await userEvent.keyboard("uncomment{Enter}");
  await vi.waitFor(() => expect(cellNamed("total")).toMatchObject({ body: expect.stringMatching(/^\/\/ /) }));
  expect(document.activeElement?.className).toContain("cm-content");
});

test("X and V move a cell, and a copy has a name of its own; one undo takes each back", async () => {
  page = mountPage(penguinCells);
  const before = names();
  page.cell("width").focus();
  await press("x");
  expect(names()).not.toContain("width");
  await press("j", "v");
  await vi.waitFor(() => expect(names()).toContain("width"));
  expect(names()).not.toEqual(before);
  await press("z");
  expect(names()).not.toContain("width");
  await press("z");
  expect(names()).toEqual(before);
  page.cell("width").focus();
  await press("c", "v");
  await vi.waitFor(() => expect(names()).toContain("width2"));
});

test("M makes code prose and Y makes it code again; figures make headings", async () => {
  page = mountPage(penguinCells);
  page.cell("total").focus();
  const { body } = cellNamed("total") as { body: string };
  await press("m");
  await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset.kind).toBe("prose"));
  const prose = () =>
    page.session.cells.find((cell) => cell.type === "prose" && cell.markdown.includes(body));
  await press("2");
  expect(prose()).toMatchObject({ markdown: `## ${body}` });
  await press("3");
  expect(prose()).toMatchObject({ markdown: `### ${body}` });
  await press("z", "z", "y");
  await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset.kind).toBe("ts"));
});

test("what cannot be done is said, and nothing changes", async () => {
  page = mountPage(penguinCells);
  const before = names();
  page.cell("classifier").focus();
  await press("m");
  flushSync();
  expect(find(page.target, "p[role=status]").textContent).toContain("must be code, got train");
  expect(names()).toEqual(before);
});

test("a cell is split at the cursor and joined again with Shift-M", async () => {
  page = mountPage(penguinCells);
  page.session.setBody(cellNamed("total")!.id, "const total = 1;\nconst other = 2;");
  page.cell("total").focus();
  await press("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  await press("{Control>}{End}{/Control}{Home}", "{Control>}{Shift>}-{/Shift}{/Control}");
  await vi.waitFor(() => expect(cellNamed("total")).toMatchObject({ body: "const total = 1;" }));
  await vi.waitFor(() => {
    expect(document.activeElement?.className).toContain("cm-content");
    expect(page.cell("total").contains(document.activeElement)).toBe(false);
  }, 10_000);
  page.cell("total").focus();
  await press("{Shift>}m{/Shift}");
  await vi.waitFor(() =>
    expect(cellNamed("total")).toMatchObject({ body: "const total = 1;\nconst other = 2;" }),
  );
});

test("O hides the output and L the line numbers", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  await press("o");
  flushSync();
  expect(page.cell("features").textContent).toContain("Output hidden");
  await press("o", "l");
  flushSync();
  expect(page.cell("features").textContent).not.toContain("Output hidden");
  expect(find(page.target, "article").className).toContain("plain");
});

test("keys are listed with ?, changed there, kept, and reset", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  let keys = await openDialog("?");
  find(keys, '[aria-label="Change the keys of: Hide or show the output"]').click();
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("field"));
  await press("{F9}");
  await vi.waitFor(() => expect(keys.querySelector(".field")).toBe(null));
  expect(localStorage.getItem("cairn-keys")).toBe('{"outputs":["F9"]}');
  await press("{Escape}");
  await vi.waitFor(() => expect(dialog()).toBe(null));
  page.cell("features").focus();
  await press("o");
  flushSync();
  expect(page.cell("features").textContent).not.toContain("Output hidden");
  await press("{F9}");
  flushSync();
  expect(page.cell("features").textContent).toContain("Output hidden");
  keys = await openDialog("?");
  find(keys, '[aria-label="Reset the keys of: Hide or show the output"]').click();
  flushSync();
  expect(localStorage.getItem("cairn-keys")).toBe("{}");
});

test("keys that do something already are taken from it only when one says so", async () => {
  page = mountPage(penguinCells);
  page.cell("features").focus();
  const keys = await openDialog("?");
  const merge = commands.find(({ id }) => id === "merge")!;
  const copy = commands.find(({ id }) => id === "copy")!;
  find(keys, '[aria-label="Change the keys of: Copy the cell as Markdown"]').click();
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("field"));
  await press("{Shift>}m{/Shift}");
  await vi.waitFor(() => expect(keys.querySelector("[role=alert]")?.textContent).toContain(merge.label));
  expect(keyBindings.of(merge)).toEqual(["Shift-m"]);
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Use it here"));
  await press("{Enter}");
  expect(keyBindings.of(copy)).toEqual(["Shift-m"]);
  expect(keyBindings.of(merge)).toEqual([]);
});
