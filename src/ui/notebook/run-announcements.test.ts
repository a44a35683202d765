import { expect, test } from "vitest";
import { code } from "#ui/fixtures/fake-session.ts";
import { training } from "#ui/fixtures/penguins.ts";
import { RunAnnouncements } from "#ui/notebook/run-announcements.ts";

function at(epoch: number) {
  const outputs = [{ type: "training" as const, progress: training(epoch, "running") }];
  return [code("t", { name: "classifier", kind: "train", status: "running", outputs })];
}

test("each quarter is said once, and then the end", () => {
  const announcements = new RunAnnouncements();
  const said = [0, 5, 20, 25, 41, 60, 80].map((epoch) => announcements.next(at(epoch), true));
  expect(said).toEqual([
    undefined,
    undefined,
    "classifier: 25%, epoch 20 of 80",
    undefined,
    "classifier: 50%, epoch 41 of 80",
    "classifier: 75%, epoch 60 of 80",
    "classifier: 100%, epoch 80 of 80",
  ]);
  const cells = [
    code("a", { name: "a", kind: "ts", status: "done" }),
    code("b", { name: "b", kind: "ts", status: "error" }),
  ];
  expect(announcements.next(cells, false)).toBe("Run ended: 1 of 2 cells done, 1 failed: b");
  expect(announcements.next(cells, false)).toBeUndefined();
});
