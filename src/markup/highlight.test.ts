import fc from "fast-check";
import { expect, test } from "vitest";
import { highlightLines, tokenize, type TokenKind } from "./highlight.ts";

function kindOf(source: string, text: string, language: "ts" | "yaml" | "sql" = "ts"): TokenKind | undefined {
  return tokenize(source, language).find((token) => token.text.trim() === text)?.kind;
}

test("keywords, strings, numbers and comments of TypeScript", () => {
  const source = 'const name = await load("a // b", 1_000.5); // the rest\n`${x}\n2`';
  expect(kindOf(source, "const")).toBe("keyword");
  expect(kindOf(source, "await")).toBe("keyword");
  expect(kindOf(source, "name")).toBe("text");
  expect(kindOf(source, '"a // b"')).toBe("string");
  expect(kindOf(source, "1_000.5")).toBe("number");
  expect(kindOf(source, "// the rest")).toBe("comment");
  expect(kindOf(source, "`${x}\n2`")).toBe("string");
});

test("a property is not a keyword", () => {
  expect(kindOf("model.delete(1)", "delete")).toBe("text");
  expect(kindOf("delete model.x", "delete")).toBe("keyword");
});

test("keys, values and comments of YAML", () => {
  const source = "from: sample:penguins\nsplit: { by: hash, train: 0.7 } # parts\nmissing: true";
  expect(kindOf(source, "from", "yaml")).toBe("key");
  expect(kindOf(source, "train", "yaml")).toBe("key");
  expect(kindOf(source, "0.7", "yaml")).toBe("number");
  expect(kindOf(source, "# parts", "yaml")).toBe("comment");
  expect(kindOf(source, "true", "yaml")).toBe("keyword");
});

test("SQL keywords in any case", () => {
  expect(kindOf("SELECT a FROM t -- rows", "SELECT", "sql")).toBe("keyword");
  expect(kindOf("select a from t -- rows", "-- rows", "sql")).toBe("comment");
});

test("no character is lost, whatever the source", () => {
  const source = fc.string({ unit: fc.constantFrom(...Array.from("ab1. \n\"'`/*#-:{}[],$_\\é🐧<&")) });
  fc.assert(
    fc.property(source, fc.constantFrom("ts", "js", "sql", "yaml"), (text, language) => {
      expect(
        tokenize(text, language)
          .map((token) => token.text)
          .join(""),
      ).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("HTML of the author is escaped", () => {
  const [line] = highlightLines('"<img src=x onerror=alert(1)>" & <b>', "ts");
  expect(line).not.toContain("<img");
  expect(line).not.toContain("<b>");
  expect(line).toContain("&#60;img");
});

test("a token over many lines is coloured on each, and an empty source has one line", () => {
  expect(highlightLines("/* a\n\nb */", "ts")).toEqual([
    '<span class="sc">/* a</span>',
    "",
    '<span class="sc">b */</span>',
  ]);
  expect(highlightLines("", "ts")).toEqual([""]);
  expect(highlightLines("a\r\nb", "ts")).toEqual(["a", "b"]);
});
