import { expect, test } from "vitest";
import { lineChanges } from "./line-changes.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

test("changed lines are shown with three lines around them, the rest is counted", () => {
  const now = numbered(20);
  const then = now.with(9, "another");
  const { lines, goes, comes } = lineChanges(`${now.join("\n")}\n`, `${then.join("\n")}\n`);
  expect({ goes, comes }).toEqual({ goes: 1, comes: 1 });
  expect(lines.map((line) => (line.type === "gap" ? line.count : `${line.type} ${line.text}`))).toEqual([
    6,
    "same line 7",
    "same line 8",
    "same line 9",
    "goes line 10",
    "comes another",
    "same line 11",
    "same line 12",
    "same line 13",
    7,
  ]);
});

test("equal texts have no changes, whatever their line endings are", () => {
  expect(lineChanges("a\r\nb\r\n", "a\nb\n")).toEqual({
    lines: [{ type: "gap", count: 2 }],
    goes: 0,
    comes: 0,
  });
});

test("in the place of lines that go stand those that come; a last line without its end is another", () => {
  const { lines } = lineChanges("a\nb\nc\n", "a\nx\ny\nc");
  expect(lines).toEqual([
    { type: "same", text: "a" },
    { type: "goes", text: "b" },
    { type: "goes", text: "c" },
    { type: "comes", text: "x" },
    { type: "comes", text: "y" },
    { type: "comes", text: "c" },
  ]);
  expect(lineChanges("", "a\n")).toEqual({ lines: [{ type: "comes", text: "a" }], goes: 0, comes: 1 });
});
