import { expect, test } from "vitest";
import { completeBody, type KnownName } from "#cells/complete-body.ts";
import { kinds } from "#cells/kinds.ts";

const names: KnownName[] = [
  { name: "network", kind: "ts", says: "tf.LayersModel" },
  { name: "penguins", kind: "dataset", says: "333 rows", columns: ["species", "island"] },
  { name: "rate", kind: "control", says: "5" },
  { name: "classifier", kind: "train", says: "" },
];

/** What is offered at `|` in the body of a form. */
function offered(kind: string, text: string): string[] {
  const offset = text.indexOf("|");
  const completion = completeBody(kinds.get(kind)!, text.replace("|", ""), offset, names);
  return completion?.options.map((option) => option.text) ?? [];
}

test("the keys of a kind, without those that are there", () => {
  expect(offered("dataset", "|")).toEqual(["from", "reason", "pictures", "split", "missing", "version"]);
  expect(offered("dataset", "from: sample:penguins\nm|")).toEqual([
    "reason",
    "pictures",
    "split",
    "missing",
    "version",
  ]);
  expect(offered("dataset", "split: { by: hash, tr|")).toEqual(["key", "train", "validation", "test"]);
  expect(offered("train", "layers:\n  - dense: 16\n    ac|")).toEqual(["activation"]);
});

test("the values that a key can have, and the controls where a number may stand", () => {
  expect(offered("dataset", "missing: |")).toEqual(["keep", "drop", "$rate"]);
  expect(offered("train", "optimizer: ad|")).toContain("adam");
  expect(offered("train", "epochs: $|")).toEqual(["$rate"]);
  expect(offered("train", "layers: [{ dense: 16, activation: |")).toContain("relu");
  expect(offered("dataset", "from: |")).toContain("sample:penguins");
});

test("names of cells, those of the right kind first, and the columns of the dataset that is named", () => {
  expect(offered("train", "data: |")).toEqual(["penguins", "network"]);
  expect(offered("evaluate", "model: |")).toEqual(["classifier", "network"]);
  expect(offered("infer", "model: |")).toEqual(["classifier", "network"]);
  expect(offered("quantize", "model: classifier\nformats: [int8|")).toContain("int8_dynamic");
  expect(offered("monitor", "current: |")).toEqual(["penguins", "network"]);
  expect(offered("monitor", "reference: penguins\ncolumns: [is|")).toEqual(["species", "island"]);
  expect(offered("pipeline", "cells: [pen|")).toContain("penguins");
  expect(offered("train", "model: |")).toEqual(["network"]);
  expect(offered("train", "data: penguins\ntarget: |")).toEqual(["species", "island"]);
  expect(offered("train", "data: penguins\nfeatures: [is|")).toEqual(["species", "island"]);
});

test("what may stand there is said with each key, and where the typed part begins", () => {
  const completion = completeBody(kinds.get("train")!, 'data: "pen', 10, names);
  expect(completion?.from).toBe(7);
  const keys = completeBody(kinds.get("train")!, "", 0, names)?.options ?? [];
  expect(keys.find(({ text }) => text === "epochs")?.says).toBe("must be a whole number");
  expect(keys.find(({ text }) => text === "data")?.says).toBe("needed; must be the name of a dataset cell");
});

test("every key of every kind says what may stand there", () => {
  for (const kind of kinds.values()) {
    for (const { text, says } of completeBody(kind, "", 0, names)?.options ?? [])
      expect(says, `${kind.name}.${text}`).not.toMatch(/^(needed; )?$/);
  }
});
