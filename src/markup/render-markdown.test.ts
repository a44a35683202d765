import { expect, test } from "vitest";
import { findHeadings } from "./headings.ts";
import { renderMarkdown as render } from "./render-markdown.ts";

const renderMarkdown = (text: string, isTitleAllowed = false) => render(text, { isTitleAllowed }).html;

test("HTML of the author is text", () => {
  expect(renderMarkdown("<img src=x onerror=alert(1)> <b>")).not.toMatch(/<img|<b>/);
});

test("links open outside and take no script", () => {
  expect(renderMarkdown("[a](https://example.org)")).toContain('target="_blank" rel="noopener noreferrer"');
  expect(renderMarkdown("[a](javascript:alert(1))")).not.toContain("href");
  expect(renderMarkdown("[a](#here)")).not.toContain("target");
});

test.each(["https://example.org/a.png", "http://a/b.png", "//example.org/a.png"])(
  "a picture from another host is not loaded: %s",
  (source) => {
    const html = renderMarkdown(`![a bird](<${source}>)`);
    expect(html).not.toContain("<img");
    expect(html).toContain("a bird");
  },
);

test("pictures beside the notebook and in it are shown", () => {
  expect(renderMarkdown("![a](./a.png)")).toContain('<img src="./a.png" alt="a"');
  expect(renderMarkdown("![a](data:image/png;base64,AAAA)")).toContain("<img");
});

test("a note stands after the paragraph that refers to it, with the author's number", () => {
  const html = renderMarkdown("One.[^2]\n\nTwo.\n\n[^2]: A *note*.");
  expect(html).toMatch(
    /One\.<sup class="note-ref">2<\/sup><\/p>\s*<aside class="note"><sup class="note-ref">2<\/sup>A <em>note/,
  );
  expect(html.match(/<aside/g)?.length).toBe(1);
});

test("a reference without a note, and a note in a fence, stay as they are", () => {
  expect(renderMarkdown("One.[^x]")).toContain("[^x]");
  expect(renderMarkdown("```\n[^1]: code\n```")).toContain("[^1]: code");
});

test("there is one h1 at most, and only where it is allowed", () => {
  expect(renderMarkdown("# A\n\n# B", true)).toBe("<h1>A</h1>\n<h2>B</h2>\n");
  expect(renderMarkdown("# A")).toBe("<h2>A</h2>\n");
});

test("headings are found outside fences, without their marks", () => {
  const found = findHeadings("# The *first* `one`\n```\n# no\n```\n## [Link](x) ##\n#no");
  expect(found).toEqual([
    { level: 1, text: "The first one" },
    { level: 2, text: "Link" },
  ]);
});

const tex = (text: string) =>
  render(text, { renderMath: (source, isDisplay) => `[${isDisplay ? "display" : "inline"} ${source}]` });

test.each([
  ["$a_1$ and $b_2$", "[inline a_1] and [inline b_2]"],
  ["it costs $5 and $10", "it costs $5 and $10"],
  ["\\$a$ is text", "$a$ is text"],
  ["$ a$ and $a $ are text", "$ a$ and $a $ are text"],
  ["`$a$` is code", "<code>$a$</code> is code"],
  ["$a \\$ b$", "[inline a \\$ b]"],
  ["in line $$x$$ too", "in line [display x] too"],
])("dollars make a formula where pandoc says so: %s", (text, expected) => {
  expect(tex(text).html).toBe(`<p>${expected}</p>\n`);
});

test("a formula on lines of its own, also within a list, and one that never ends", () => {
  expect(tex("One\n$$\na &= b \\\\\nc\n$$\ntwo").html).toBe(
    '<p>One</p>\n<div class="math">[display a &= b \\\\\nc]</div>\n<p>two</p>\n',
  );
  expect(tex("- $$x$$\n- y").html).toContain('<li>\n<div class="math">[display x]</div>');
  expect(tex("$$\nx").html).toBe("<p>$$\nx</p>\n");
});

test("a formula that cannot be rendered yet is shown as it is written, escaped", () => {
  expect(render("$a<b$")).toEqual({
    html: '<p><code class="math-source">$a&lt;b$</code></p>\n',
    hasMath: true,
  });
  expect(render("no formula, $5").hasMath).toBe(false);
});
