import { expect, test } from "vitest";
import type { CodeCellView } from "#session/session-view.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { describeStatus, kindLabel } from "#ui/status/cell-status.ts";

const published: Partial<CodeCellView> = {
  status: "idle",
  isPublished: true,
  outputs: [{ type: "text", text: "1" }],
};
const failed = { message: "no", notes: [], mends: [] };

test.each<[Partial<CodeCellView>, string]>([
  [{ status: "idle" }, "Not run"],
  [published, "Not run, as published"],
  [{ status: "queued" }, "Queued"],
  [{ status: "running", startedAt: 1000 }, "Running, 18.6 s"],
  [{ status: "done", ms: 41 }, "Done in 41 ms"],
  [{ status: "cached" }, "Cached"],
  [{ status: "stale", statusDetail: "model changed" }, "Stale, model changed"],
  [{ status: "stopped", statusDetail: "Stopped at epoch 12, model kept" }, "Stopped at epoch 12, model kept"],
  [{ status: "stopped", statusDetail: "at epoch 12, model kept" }, "Stopped at epoch 12, model kept"],
  [{ status: "error", error: { ...failed, line: 2 } }, "Failed on line 2"],
  [{ status: "error", error: failed }, "Failed"],
  [{ status: "disabled" }, "Off"],
])("%o is said as %s", (view, words) => {
  expect(describeStatus(code("a", { name: "a", kind: "ts", ...view }), 19_600)).toBe(words);
});

test("kinds keep the file's word, with a capital", () => {
  expect(["ts", "js", "sql", "dataset", "train", "label"].map(kindLabel)).toEqual([
    "Code",
    "Code",
    "SQL",
    "Dataset",
    "Train",
    "Label",
  ]);
});
