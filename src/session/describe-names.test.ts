import { expect, test } from "vitest";
import type { NameInfo } from "#session/describe-names.ts";
import { useSessions } from "#session/fixtures/use-sessions.ts";

const open = useSessions();

const cells = {
  penguins: "yaml dataset\nfrom: sample:penguins",
  values: "const shape = tf.zeros([3, 4]);\nconst both = { rate: 0.5, list: [1, 2] };\nconst f = () => 1;",
  rate: "yaml control\ntype: slider\nmin: 0\nmax: 10\nvalue: 5",
};

test("before a run names have their kinds; after it, what their values are", async () => {
  const session = open(cells);
  expect(session.names()).toEqual([]);
  await session.wake();
  const says = (names: readonly NameInfo[]) =>
    Object.fromEntries(names.map(({ name, type, says }) => [name, `${type}: ${says}`]));
  expect(says(session.names())).toEqual({
    penguins: "dataset: not run yet",
    shape: "unknown: not run yet",
    both: "unknown: not run yet",
    f: "unknown: not run yet",
    rate: "number: not run yet",
  });
  await session.runAll();
  const names = session.names();
  expect(says(names)).toEqual({
    penguins: "dataset: 344 rows, 7 columns",
    shape: "tensor: tensor [3, 4] float32",
    both: "object: { rate, list }",
    f: "unknown: ",
    rate: "number: 5",
  });
  expect(names.find(({ name }) => name === "penguins")?.columns).toContain("species");
  expect(
    names.find(({ name }) => name === "both")?.members?.map(({ name, says }) => `${name} ${says}`),
  ).toEqual(["rate 0.5", "list array of 2"]);
});
