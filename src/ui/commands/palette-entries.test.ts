import { expect, test } from "vitest";
import { type Entry, matchEntries } from "#ui/commands/palette-entries.ts";

const entry = (text: string, group: Entry["group"] = "Do"): Entry => ({
  key: text,
  group,
  icon: "play",
  text,
  choose: () => undefined,
});
const entries = [
  entry("Run the cell"),
  entry("Run all cells that are not current"),
  entry("Split the cell at the cursor"),
  entry("penguins", "Cells"),
  entry("The question", "Headings"),
];
const found = (query: string) => matchEntries(entries, query).map(({ entry }) => entry.text);

test("nothing typed lists everything in its order", () => {
  expect(found(" ")).toEqual(entries.map(({ text }) => text));
});

test("letters in their order find an entry, the closest first", () => {
  expect(found("split")[0]).toBe("Split the cell at the cursor");
  expect(found("runall")[0]).toBe("Run all cells that are not current");
  expect(found("pngns")).toEqual(["penguins"]);
  expect(found("zebra")).toEqual([]);
});

test("the group of the best match leads, and groups stay together", () => {
  expect(found("question")[0]).toBe("The question");
  const groups = matchEntries(entries, "the").map(({ entry }) => entry.group);
  expect(groups).toEqual([...new Set(groups)].flatMap((group) => groups.filter((each) => each === group)));
});

test("the letters that match are marked, and the parts give the text", () => {
  const [match] = matchEntries(entries, "peng");
  expect(match?.parts).toEqual([
    { text: "peng", isMatch: true },
    { text: "uins", isMatch: false },
  ]);
});
