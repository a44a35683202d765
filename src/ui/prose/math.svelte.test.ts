import { afterEach, expect, test, vi } from "vitest";
import "#ui/styles/prose.css";
import { code, prose } from "#ui/fixtures/fake-session.ts";
import { find, mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";
import { renderMath } from "#ui/prose/render-math.ts";

let page: MountedPage | undefined;
afterEach(async () => {
  await page?.unmount();
  page = undefined;
});

test("formulas of prose and of Markdown that a cell shows are set, with MathML for screen readers", async () => {
  page = mountPage([
    prose("p", "With $e^{i\\pi} = -1$:\n\n$$\\sum_{n=1}^N x_n$$"),
    code("a", { name: "a", kind: "ts", outputs: [{ type: "markdown", markdown: "$x^2$" }] }),
  ]);
  const { target } = page;
  await vi.waitFor(() => expect(target.querySelectorAll(".katex").length).toBe(3), 20_000);
  expect(target.querySelectorAll("math").length).toBe(3);
  expect(target.querySelectorAll(".katex-display").length).toBe(1);
  await document.fonts.ready;
  const fonts = [...document.fonts].filter(
    (font) => font.family.includes("KaTeX") && font.status === "loaded",
  );
  expect(fonts.length).toBeGreaterThan(0);
});

test("what is wrong with a formula is said at its place, and the rest is set", async () => {
  page = mountPage([prose("p", "Right: $x$. Wrong: $\\frac{1}{$ <b>. After.")]);
  const { target } = page;
  await vi.waitFor(() => expect(target.querySelector(".math-error")).not.toBe(null), 20_000);
  expect(find(target, ".math-error").textContent).toMatch(/\$\\frac\{1\}\{\$ .*Expected|Unexpected/);
  expect(target.querySelectorAll(".katex").length).toBe(1);
});

test("a formula brings no links, pictures or HTML of its author's", () => {
  for (const tex of [
    "\\href{javascript:alert(1)}{x}",
    "\\includegraphics{https://example.org/a.png}",
    "\\htmlData{a=b}{x}",
    "\\text{<img src=x onerror=alert(1)>}",
  ]) {
    const target = document.createElement("div");
    target.innerHTML = renderMath(tex, false);
    expect(target.querySelectorAll("a, img, [data-a], script").length, tex).toBe(0);
  }
});
