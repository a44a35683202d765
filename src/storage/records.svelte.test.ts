// The same promises, kept by the browser's database and by the memory of a tab.
import { describe, expect, test } from "vitest";
import { indexedRecords, memoryRecords } from "./records.ts";

const kinds = [
  { says: "in the database", open: () => indexedRecords(`test-${Math.random()}`) },
  { says: "in memory", open: () => Promise.resolve(memoryRecords()) },
];

describe.each(kinds)("records $says", ({ open }) => {
  test("are found under their keys until they are deleted, and a later one takes the place of an earlier", async () => {
    const records = await open();
    await records.put("runs", "a", { cell: "x" });
    await records.put("runs", "a", { cell: "y" });
    expect(await records.get("runs", "a")).toEqual({ cell: "y" });
    await records.delete("runs", "a");
    expect(await records.get("runs", "a")).toBeUndefined();
  });

  test("are copies: what is changed after does not change them", async () => {
    const records = await open();
    const notebook = { id: "a", statuses: ["idle"] };
    await records.put("notebooks", "a", notebook);
    notebook.statuses.push("done");
    expect(await records.all("notebooks")).toEqual([{ id: "a", statuses: ["idle"] }]);
  });

  test("of one notebook go together, those of others stay", async () => {
    const records = await open();
    for (const id of ["a", "ab"]) {
      await records.put("notebooks", id, { id });
      await records.put("files", [id, "t.csv"], { bytes: Uint8Array.of(1) });
      await records.put("results", [id, "key"], { result: 1 });
    }
    await records.deleteNotebook("a");
    expect(await records.all("notebooks")).toEqual([{ id: "ab" }]);
    expect(await records.get("files", ["a", "t.csv"])).toBeUndefined();
    expect(await records.get("files", ["ab", "t.csv"])).toEqual({ bytes: Uint8Array.of(1) });
    expect(await records.get("results", ["ab", "key"])).toEqual({ result: 1 });
  });

  test("of one notebook are listed by name; all of them go at once", async () => {
    const records = await open();
    for (const [id, name] of [
      ["a", "2"],
      ["a", "10"],
      ["ab", "1"],
    ])
      await records.put("versions", [id, name], { text: `${id}${name}` });
    expect(await records.within("versions", "a")).toEqual([
      ["10", { text: "a10" }],
      ["2", { text: "a2" }],
    ]);
    await records.deleteAll();
    expect(await records.within("versions", "a")).toEqual([]);
  });
});
