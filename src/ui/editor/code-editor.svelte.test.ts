import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { code } from "#ui/fixtures/fake-session.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

async function open(body: string, kind = "ts"): Promise<void> {
  page = mountPage([code("a", { name: "a", kind, body })]);
  page.cell("a").focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
}
const body = () => {
  const [cell] = page.session.cells;
  return cell?.type === "code" ? cell.body : "";
};
const press = (keys: string) => userEvent.keyboard(keys);

test("brackets and quotes close, and typing over the closing one goes past it", async () => {
  await open("");
  await press('f({{a: [["x"]})');
  expect(body()).toBe('f({a: ["x"]})');
});

test("lines are commented, indented, moved and copied", async () => {
  await open("a\nb");
  await press("{Control>}/{/Control}");
  expect(body()).toBe("// a\nb");
  await press("{Alt>}{ArrowDown}{/Alt}");
  expect(body()).toBe("b\n// a");
  await press("{Shift>}{Alt>}{ArrowDown}{/Alt}{/Shift}{Tab}");
  expect(body()).toBe("b\n// a\n  // a");
  await press("{Shift>}{Tab}{/Shift}{Control>}{Shift>}k{/Shift}{/Control}");
  expect(body()).toBe("b\n// a");
});

test("a comment in a form begins with a sharp", async () => {
  await open("epochs: 4", "train");
  await press("{Control>}/{/Control}");
  expect(body()).toBe("# epochs: 4");
});

test("many cursors: above and below, and at the next occurrence; Escape leaves one", async () => {
  await open("one\none\ntwo");
  await press("{Control>}{Alt>}{ArrowDown}{/Alt}{/Control}_");
  expect(body()).toBe("_one\n_one\ntwo");
  await press("{Escape}{Backspace}");
  expect(document.activeElement?.className).toContain("cm-content");
  expect(body()).toBe("_one\none\ntwo");
});

test("the next occurrences of the selected word are selected too, and typed over together", async () => {
  await open("rate + rate + ratio");
  await press("{Control>}d{/Control}{Control>}d{/Control}speed");
  expect(body()).toBe("speed + speed + ratio");
});

test("a rectangle is selected with Alt and the pointer", async () => {
  await open("aaa\nbbb\nccc");
  const lines = [...page.cell("a").querySelectorAll(".cm-line")];
  const from = lines[0]!.getBoundingClientRect();
  const to = lines[2]!.getBoundingClientRect();
  const at = (x: number, y: number) => ({
    bubbles: true,
    button: 0,
    altKey: true,
    clientX: x,
    clientY: y,
    buttons: 1,
  });
  const wide = 7.8;
  const content = find(page.target, ".cm-content");
  content.dispatchEvent(new MouseEvent("mousedown", { ...at(from.left + 1, from.top + 8), detail: 1 }));
  document.dispatchEvent(new MouseEvent("mousemove", at(from.left + 1 + wide, to.top + 8)));
  document.dispatchEvent(new MouseEvent("mouseup", at(from.left + 1 + wide, to.top + 8)));
  await press("x");
  expect(body()).toBe("xaa\nxbb\nxcc");
});

test("a function is folded and unfolded", async () => {
  await open("function f() {\n  return 1;\n}");
  await press("{End}{Control>}{Shift>}[[{/Shift}{/Control}");
  expect(page.cell("a").querySelector(".cm-foldPlaceholder")).not.toBe(null);
  await press("{Control>}{Shift>}]{/Shift}{/Control}");
  expect(page.cell("a").querySelector(".cm-foldPlaceholder")).toBe(null);
});

test("the cell is formatted as one step, and what cannot be read is said", async () => {
  await open("const  a=1");
  await press("{Shift>}{Alt>}f{/Alt}{/Shift}");
  await vi.waitFor(() => expect(body()).toBe("const a = 1;"), 10_000);
  await press("{Control>}z{/Control}");
  expect(body()).toBe("const  a=1");
  await press("{Control>}{End}{/Control} =");
  await press("{Shift>}{Alt>}f{/Alt}{/Shift}");
  await vi.waitFor(() =>
    expect(find(page.target, "p[role=status]").textContent).toContain("a cannot be read"),
  );
  expect(body()).toBe("const  a=1 =");
});
