import { expect, test } from "vitest";
import { movePen, withPoint } from "./pen.ts";

const pad = { width: 28, height: 28 };

test("arrow keys move the pen by a pixel, with Shift by four, and never off the pad", () => {
  expect(movePen({ at: [14, 14] }, { key: "ArrowLeft", shiftKey: false }, pad)).toEqual({ at: [13, 14] });
  expect(movePen({ at: [14, 2] }, { key: "ArrowUp", shiftKey: true }, pad)).toEqual({ at: [14, 0] });
  expect(movePen({ at: [14, 2] }, { key: "x", shiftKey: false }, pad)).toBeUndefined();
});

test("a pen that is down leaves a line", () => {
  const down = { at: [1, 1], stroke: [[1, 1]] } as const;
  expect(movePen(down, { key: "ArrowDown", shiftKey: false }, pad)?.stroke).toEqual([
    [1, 1],
    [1, 2],
  ]);
});

test("a pointer that hardly moves adds no points", () => {
  expect(withPoint([[1, 1]], [1.2, 1.3])).toEqual([[1, 1]]);
  expect(withPoint([[1, 1]], [2, 1])).toHaveLength(2);
});
