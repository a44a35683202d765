import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ControlBody } from "./control-kind.ts";
import { valueOfText, withValue } from "./set-value.ts";

describe("withValue(body, value)", () => {
  test.each([
    ["a number", "type: slider\nvalue: 4\nmax: 9", 'type: slider\nvalue: "x"\nmax: 9'],
    ["in front of a comment", "value: 4 # units\nmax: 9", 'value: "x" # units\nmax: 9'],
    ["in braces", "{ type: slider, value: 4, max: 9 }", '{ type: slider, value: "x", max: 9 }'],
    ["a quoted text with a comment's sign in it", 'value: "a # b, c }" # why', 'value: "x" # why'],
    ["nothing yet", "type: text\nvalue:\nlabel: a", 'type: text\nvalue: "x"\nlabel: a'],
    ["a block of lines", "value: |\n  one\n  two\nlabel: a", 'value: "x"\nlabel: a'],
    ["missing", "type: text\nlabel: a\n", 'type: text\nlabel: a\nvalue: "x"'],
    ["missing in braces", "{ type: text }", '{ type: text, value: "x" }'],
  ])("changes the value alone where it is %s", (_, body, after) => {
    expect(withValue(body, "x")).toBe(after);
  });

  test("any text comes back as it was, and what stands around it stays", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (first, second) => {
        const once = withValue("type: text # kept\nlabel: a\n", first);
        const twice = withValue(once, second);
        expect(parse(once)).toEqual({ type: "text", label: "a", value: first });
        expect(parse(twice)).toEqual({ type: "text", label: "a", value: second });
        expect(twice).toContain("type: text # kept\n");
      }),
    );
  });
});

describe("valueOfText(body, text), for --set", () => {
  const choice: ControlBody = { type: "choice", options: ["a", 2], value: "a" };
  test("is what the control's type takes", () => {
    expect(valueOfText({ type: "slider", min: 0, max: 9, value: 1 }, "0.5")).toBe(0.5);
    expect(valueOfText(choice, "2")).toBe(2);
    expect(valueOfText({ type: "text", value: "" }, "7")).toBe("7");
    expect(valueOfText({ type: "file" }, "birds.csv")).toBe("./birds.csv");
  });
  test("says what it must be", () => {
    expect(() => valueOfText({ type: "number", value: 1 }, "many")).toThrow('must be a number, got "many"');
    expect(() => valueOfText(choice, "b")).toThrow('must be one of a, 2, got "b"');
  });
});
