import { expect, test } from "vitest";
import { drawArcs } from "#ui/panels/outline-arcs.ts";

const rows = [
  { id: "a", inputs: [] },
  { id: "b", inputs: ["a"] },
  { id: "c", inputs: ["b", "gone"] },
];

test("an arc for each cell that is read, the selected cell's last", () => {
  const arcs = drawArcs(rows, "a");
  expect(arcs.map(({ isHot }) => isHot)).toEqual([false, true]);
  expect(arcs[1]?.path).toMatch(/^M6 15C.* 6 45$/);
});

test("a cell that reads two names of one cell has one arc to it", () => {
  expect(
    drawArcs(
      [
        { id: "a", inputs: [] },
        { id: "b", inputs: ["a", "a"] },
      ],
      undefined,
    ),
  ).toHaveLength(1);
});
