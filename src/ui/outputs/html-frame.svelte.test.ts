import { expect, test } from "vitest";
import { frameDocument } from "#ui/outputs/html-frame.ts";

test.each([
  ["plain HTML", "<b>one</b>"],
  ["a script", "<p>a<script>1</script>"],
  ["a link", '<link rel=preconnect href="http://other.example">'],
  ["a policy of its own", '<meta http-equiv="x-dns-prefetch-control" content="on">'],
  ["nested documents", '<iframe srcdoc="<script>1</script>"></iframe><object data="about:blank"></object>'],
  ["a shadow tree", "<p><template shadowrootmode=open><link rel=preconnect href=//other.example></template>"],
  [
    "text that turns into elements",
    "<svg><style><!--</style><link rel=x>--></style></svg><noscript><p title='</noscript><link rel=x>'>",
  ],
  [
    "foreign content",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;link rel=x&gt;'>",
  ],
])("the document of %s begins with the policy and holds nothing that leads away", (_, html) => {
  const text = frameDocument(html).html;
  expect(text).toMatch(
    /^<meta http-equiv="Content-Security-Policy" content="default-src 'none'; |^<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; /,
  );
  const parsed = new DOMParser().parseFromString(text, "text/html");
  expect(parsed.querySelectorAll("script, link, iframe, object, template, noscript")).toHaveLength(0);
  expect(parsed.querySelectorAll("meta")).toHaveLength(4);
});
