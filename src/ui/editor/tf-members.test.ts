import { expect, test } from "vitest";
import { tf } from "#models/tensorflow.ts";
import tfMembers from "#ui/editor/tf-members.json";

const namesOf = (table: keyof typeof tfMembers) => Object.keys(tfMembers[table]);

test("what is offered behind tf. is there; run scripts/tf-members.mjs after a new version", () => {
  const isInterface = (row: readonly string[]) => row[0] === "class";
  const missing = Object.entries(tfMembers.tf).filter(([name, row]) => !(name in tf) && !isInterface(row));
  expect(missing).toEqual([]);
  const isOffered = (name: string) => name in tfMembers.tf;
  const functions = Object.entries(tf).filter(
    ([name, value]) => typeof value === "function" && !name.endsWith("_") && !/^[A-Z]/.test(name),
  );
  expect(functions.map(([name]) => name).filter((name) => !isOffered(name))).toEqual([]);
});

test("layers, optimizers and tensors have the members that are offered", () => {
  expect(namesOf("tf.layers").filter((name) => !(name in tf.layers))).toEqual([]);
  expect(namesOf("tf.train").filter((name) => !(name in tf.train))).toEqual([]);
  tf.env();
  const methods = namesOf("Tensor").filter((name) => tfMembers.Tensor[name as "add"][0].startsWith("("));
  expect(methods.filter((name) => !(name in tf.Tensor.prototype))).toEqual([]);
});
