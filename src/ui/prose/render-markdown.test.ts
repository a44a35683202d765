import { expect, test } from "vitest";
import { findHeadings } from "#ui/prose/headings.ts";
import { renderMarkdown } from "#ui/prose/render-markdown.ts";

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
