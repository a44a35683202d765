// A generator of Markdown that nests, breaks off and collides: for tests only.
import fc from "fast-check";

const indents = fc.constantFrom("", "", "", " ", "  ", "   ", "    ", "\t", " \t", "     ");
const prefixes = fc.constantFrom(
  ...Array<string>(20).fill(""),
  "> ",
  ">",
  ">\t",
  "> > ",
  "- ",
  "-\t",
  "* ",
  "+ ",
  "1. ",
  "2) ",
  "10. ",
  "-   ",
  "-      ",
  "- - ",
  "- > ",
  "> - ",
  "1234567890. ",
);
const fences = fc
  .tuple(
    fc.constantFrom("```", "````", "~~~", "~~~~", "``", "`````"),
    fc.constantFrom("", "", "ts", " js name {a=1}", "yaml train x", " `", "sql t", "ts {static}"),
  )
  .map((parts) => parts.join(""));
const html = fc.constantFrom(
  "<div>",
  "</div>",
  "<!-- cell -->",
  "<!--",
  "-->",
  "<pre>",
  "</pre>",
  "<script>",
  "</script>",
  "<?",
  "?>",
  "<!X",
  "<![CDATA[",
  "]]>",
  "<span>",
  "<a b='c'>",
  "<a b='c'> x",
  "</p >",
  "<style",
  "<b c=\0>",
);
const links = fc.constantFrom(
  "[a]: b",
  "[a]:",
  "[a]: <b c> 'd",
  "[a",
  "[a[b]: c",
  "b]: c",
  "[a]: b 'c'",
  '[a]: b "c',
  'd"',
  "'title'",
  "(title)",
  "[a]: b ''",
  "[a]: javascript:x",
  "[]: x",
  "[a\\",
  "\\]: x",
  "[a]: b (c",
  "c) d",
  "[a]: b\\",
  "/url",
);
const others = fc.constantFrom(
  "a",
  "text | more",
  "x",
  "---",
  "===",
  "***",
  "- - -",
  "--",
  "=",
  "# h",
  "####### h",
  "#",
  "+++",
  "|-|-|",
  "a|b",
  "|a|b|",
  "-|-",
  ":-",
  "|",
  "a\\|b|c",
  "-",
  "*",
  "1.",
  ">",
  "\u2028",
  "a\u2028```ts",
  "\0",
  "é",
);
const bodies = fc.oneof(
  { weight: 3, arbitrary: fences },
  { weight: 2, arbitrary: html },
  { weight: 2, arbitrary: links },
  { weight: 3, arbitrary: others },
  { weight: 3, arbitrary: fc.constantFrom("", " ", "\t") },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const line = fc.tuple(indents, prefixes, indents, bodies).map((parts) => parts.join(""));
const lineEnding = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r");

/** Lines of one ending, or of mixed ones; sometimes without an ending at the end. */
export const randomMarkdown: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.tuple(line, lineEnding), { minLength: 2, maxLength: 24, size: "max" }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([lines, isMixed, hasFinal]) => {
    const text = lines.map(([content, ending]) => content + (isMixed ? ending : "\n")).join("");
    return hasFinal ? text : text.replace(/(\r\n|\n|\r)$/, "");
  });
