import { expect, test } from "vitest";
import { escapeHtml } from "./escape-html.ts";

test("the marks of HTML become references, all else stays", () => {
  expect(escapeHtml(`<b title="x & y">it's é 😀</b>`)).toBe(
    "&#60;b title=&#34;x &#38; y&#34;&#62;it's é 😀&#60;/b&#62;",
  );
  expect(escapeHtml("&amp;")).toBe("&#38;amp;");
});
