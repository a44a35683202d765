import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { code, prose } from "#ui/fixtures/fake-session.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

const cells = [
  prose("p", "The *loss* falls, and loss is what we want.\n\n![loss](x.png)"),
  code("a", { name: "a", kind: "ts", body: "const loss = 1;\n// loss\nconst my_loss = loss;" }),
  code("b", { name: "b", kind: "ts", body: "show(Loss);\r\nnothing()" }),
];
const bodyOf = (name: string) => {
  const cell = page.session.cells.find((each) => each.type === "code" && each.name === name);
  return cell?.type === "code" ? cell.body : undefined;
};
const bar = () => find(page.target, "[role=search]");
const count = () => find(bar(), ".count").textContent;
const shown = (name: string) =>
  [...(CSS.highlights.get(name) ?? [])].map((range) => (range as Range).toString());

async function openFind(key: string, text: string): Promise<void> {
  await userEvent.keyboard(key);
  await vi.waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Find"), 10_000);
  await userEvent.keyboard(text);
  flushSync();
}

async function edit(name: string): Promise<HTMLElement> {
  page.cell(name).focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  return document.activeElement as HTMLElement;
}

test("matches in all cells are counted and marked, with and without an editor", async () => {
  page = mountPage(cells);
  await edit("a");
  await openFind("{Control>}f{/Control}", "loss");
  expect(count()).toBe("4 of 8");
  expect([...page.cell("a").querySelectorAll(".found")].map((each) => each.textContent)).toEqual([
    "loss",
    "loss",
    "loss",
    "loss",
  ]);
  expect(find(page.cell("a"), ".found.current").textContent).toBe("loss");
  // rendered prose has lost the match in the address of its image
  expect(shown("find").sort()).toEqual(["Loss", "loss", "loss"]);
});

test("Enter goes on, Shift-Enter back, and Escape selects the match in its cell", async () => {
  page = mountPage(cells);
  page.cell("a").focus();
  await openFind("{Control>}f{/Control}", "loss");
  expect(count()).toBe("4 of 8");
  await userEvent.keyboard("{Enter}{Enter}{Enter}{Enter}");
  flushSync();
  expect(count()).toBe("8 of 8");
  expect(shown("find-current")).toEqual(["Loss"]);
  await userEvent.keyboard("{Enter}");
  flushSync();
  expect(count()).toBe("1 of 8");
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}{Escape}");
  await vi.waitFor(() => expect(getSelection()?.toString()).toBe("Loss"), 10_000);
  expect(page.cell("b").contains(document.activeElement)).toBe(true);
  expect(shown("find")).toEqual([]);
  expect(page.target.querySelectorAll(".found").length).toBe(0);
});

test("case, whole words and patterns; a bad pattern is explained", async () => {
  page = mountPage(cells);
  await openFind("{Control>}f{/Control}", "Loss");
  find(bar(), '[aria-label="Match case"]').click();
  flushSync();
  expect(count()).toBe("1 of 1");
  find(bar(), '[aria-label="Match case"]').click();
  find(bar(), '[aria-label="Whole words"]').click();
  flushSync();
  expect(count()).toMatch(/ of 7$/);
  find(bar(), '[aria-label="Regular expression"]').click();
  find(bar(), "input").focus();
  await userEvent.keyboard("(");
  flushSync();
  expect(count()).toBe("");
  expect(find(bar(), "[role=alert]").textContent).toContain("unterminated group");
  expect(find(bar(), "input").getAttribute("aria-invalid")).toBe("true");
});

test("one match is replaced at a time, all in one step that one undo takes back", async () => {
  page = mountPage(cells);
  page.cell("a").focus();
  await openFind("{Control>}h{/Control}", "loss");
  find(bar(), '[aria-label="Replace with"]').focus();
  await userEvent.keyboard("cost{Enter}");
  flushSync();
  expect(bodyOf("a")).toBe("const cost = 1;\n// loss\nconst my_loss = loss;");
  expect(count()).toBe("4 of 7");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  flushSync();
  expect(bodyOf("a")).toBe("const cost = 1;\n// cost\nconst my_cost = cost;");
  expect(bodyOf("b")).toContain("show(cost);");
  expect(page.session.cells[0]).toMatchObject({ markdown: expect.stringContaining("![cost](x.png)") });
  expect(find(page.target, "p[role=status]").textContent).toBe("Replaced 7 matches in 3 cells.");
  await userEvent.keyboard("{Escape}");
  page.cell("a").focus();
  await userEvent.keyboard("z");
  expect(bodyOf("a")).toBe("const cost = 1;\n// loss\nconst my_loss = loss;");
  expect(bodyOf("b")).toContain("show(Loss);");
});

test("a selected word is looked for at once", async () => {
  page = mountPage(cells);
  await edit("a");
  await userEvent.keyboard("{Control>}d{/Control}{Control>}f{/Control}");
  await vi.waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe("const"), 10_000);
  flushSync();
  expect(count()).toBe("1 of 2");
});
