import { expect, test } from "vitest";
import { NotebookStore, type StoredNotebook } from "./notebook-store.ts";

// In Node there is no IndexedDB: the store keeps what it has in memory. The same in IndexedDB: e2e/two-tabs.spec.ts.
const notebook = (text: string, changedAt: number, savedBy?: string): StoredNotebook => ({
  id: "0123456789abcdef",
  title: "",
  text,
  changedAt,
  statuses: [],
  isOwn: true,
  ...(savedBy !== undefined && { savedBy }),
});

test("a save takes the place of what it comes from, and of one's own", async () => {
  const store = new NotebookStore();
  await store.put(notebook("as it came", 1));
  expect(await store.replace(notebook("first", 2, "a"), 1)).toBeUndefined();
  expect(await store.replace(notebook("second", 3, "a"), 1)).toBeUndefined(); // before the first was known to be there
  expect((await store.get("0123456789abcdef"))?.text).toBe("second");
});

test("what another opening has saved since is given back and stays", async () => {
  const store = new NotebookStore();
  await store.put(notebook("as it came", 1));
  await store.replace(notebook("theirs", 2, "b"), 1);
  expect((await store.replace(notebook("mine", 3, "a"), 1))?.text).toBe("theirs");
  expect((await store.get("0123456789abcdef"))?.text).toBe("theirs");
  expect(await store.replace(notebook("both", 4, "a"), 2)).toBeUndefined();
});
