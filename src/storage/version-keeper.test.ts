import { expect, test } from "vitest";
import { NotebookStore, type StoredVersion } from "./notebook-store.ts";
import { AS_IT_CAME, superfluous, VersionKeeper } from "./version-keeper.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const texts = (versions: readonly StoredVersion[]) => versions.map(({ text }) => text);

// without a database, a store keeps its records in memory
const keeperOf = () => new VersionKeeper(new NotebookStore(`versions-${Math.random()}`), "a");

test("work of two minutes is one version, what follows is another", async () => {
  const keeper = keeperOf();
  for (const [minute, text] of [
    [0, "a"],
    [1, "ab"],
    [1.9, "abc"],
    [2, "abcd"],
    [10, "abcde"],
  ] as const)
    await keeper.note(text, minute * MINUTE);
  expect(texts(await keeper.list())).toEqual(["abcde", "abcd", "abc"]);
});

test("a version with a label is not overwritten, and the same text makes no other", async () => {
  const keeper = keeperOf();
  await keeper.note("as it came", 0, AS_IT_CAME);
  await keeper.note("as it came", 1000);
  await keeper.note("changed", 2000);
  await keeper.note("changed", 9 * MINUTE);
  expect(texts(await keeper.list())).toEqual(["changed", "as it came"]);
});

test("the original is what came, not any version with a label", async () => {
  const keeper = keeperOf();
  await keeper.note("from disk", 0, "From the file on disk");
  expect(await keeper.original()).toBeUndefined();
  await keeper.note("as it came", 1000, AS_IT_CAME);
  expect(await keeper.original()).toBe("as it came");
});

test("notes that come at once keep their order", async () => {
  const keeper = keeperOf();
  await Promise.all(["a", "b", "c"].map((text, at) => keeper.note(text, at * 5 * MINUTE)));
  expect(texts(await keeper.list())).toEqual(["c", "b", "a"]);
});

test("the older, the fewer: all of an hour, one an hour of a day, one a day of before", () => {
  const now = 100 * 24 * HOUR;
  const versions = Array.from({ length: 60 * 24 * 3 }, (_, at): StoredVersion => {
    const time = now - (60 * 24 * 3 - at) * MINUTE;
    return { since: time, at: time, text: `${at}`, ...(at === 0 && { label: "As it came" }) };
  });
  const gone = new Set(superfluous(versions, now));
  const kept = versions.filter((version) => !gone.has(version));
  const within = (from: number, to: number) =>
    kept.filter(({ at }) => now - at > from && now - at <= to).length;
  expect(within(0, HOUR - 1)).toBe(59);
  expect(within(HOUR, 24 * HOUR)).toBeLessThanOrEqual(25);
  expect(within(24 * HOUR, 72 * HOUR)).toBeLessThanOrEqual(4);
  expect(kept[0]!.label).toBe("As it came");
});

test("large texts give way, the newest and the first stay", () => {
  const large = "x".repeat(9_000_000);
  const versions = [1, 2, 3, 4].map((at) => ({ since: at, at, text: large }));
  expect(superfluous(versions, 10).map(({ at }) => at)).toEqual([2]);
});

test("a branch is one version beside the others, written anew as it grows", async () => {
  const keeper = keeperOf();
  await keeper.note("saved", 0);
  const branch = keeper.branch("From the tab that was not saved");
  await branch("mine", 1000);
  await branch("mine, and more", 2000);
  await keeper.note("saved later", 3000);
  expect(texts(await keeper.list())).toEqual(["mine, and more", "saved later"]);
});
