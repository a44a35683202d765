import { readFileSync } from "node:fs";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { markdownFiles } from "./markdown-files.ts";
import { randomMarkdown } from "./random-markdown.ts";
import { scanBlocks, scanFences } from "./scan-fences.ts";

const markdown = new MarkdownIt({ html: true });

/** What markdown-it says of the top level: type, first line and line after the last. */
function topBlocksOf(text: string) {
  return markdown
    .parse(text, {})
    .filter((token) => token.level === 0 && (token.type === "fence" || token.type === "html_block"))
    .map((token) => [token.type === "fence" ? "fence" : "html", token.map?.[0], token.map?.[1]]);
}

const scanned = (text: string) =>
  scanBlocks(text).map((block) => [block.type, block.startLine, block.endLine]);

test("scanBlocks(text) finds the top-level fences and HTML blocks that markdown-it finds", () => {
  const seen = { cases: 0, fences: 0, html: 0, hidden: 0, crlf: 0, unclosed: 0 };
  fc.assert(
    fc.property(randomMarkdown, (text) => {
      expect(scanned(text)).toEqual(topBlocksOf(text));
      const blocks = scanBlocks(text);
      const fences = blocks.filter((block) => block.type === "fence").length;
      seen.cases++;
      if (fences > 0) seen.fences++;
      if (blocks.some((block) => block.type === "html")) seen.html++;
      if ((text.match(/(```|~~~)/g)?.length ?? 0) > fences * 2) seen.hidden++;
      if (/\r/.test(text)) seen.crlf++;
      if (blocks.some((block) => !block.isClosed)) seen.unclosed++;
    }),
    { numRuns: 6000 },
  );
  for (const share of ["fences", "html", "hidden", "crlf", "unclosed"] as const) {
    expect(seen[share] / seen.cases, share).toBeGreaterThan(0.08);
  }
});

test("scanFences(text) agrees with markdown-it on every Markdown file of node_modules", () => {
  const files = markdownFiles();
  expect(files.length).toBeGreaterThan(300);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    expect(scanned(text), file).toEqual(topBlocksOf(text));
  }
});

test("scanFences(text) gives the offsets of the fence, its line ending included", () => {
  const text = "a\r\n\r\n~~~ts\r\nx\r\n~~~\r\nb";
  const [fence] = scanFences(text);
  expect(text.slice(fence?.start, fence?.end)).toBe("~~~ts\r\nx\r\n~~~\r\n");
});

test("scanFences(text) takes time in proportion to the text where markdown-it takes its square", () => {
  const lines = 200_000;
  expect(scanFences("> # h\nx\n".repeat(lines)).length).toBe(0);
  expect(scanFences("```ts\n1\n```\n\n".repeat(lines)).length).toBe(lines);
  expect(scanFences(`${"[a]: b\n(\n".repeat(lines)}\`\`\`\n`).length).toBe(1);
});
