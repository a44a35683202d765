import { expect, test } from "vitest";
import { guessFrameHeight } from "#ui/outputs/html-frame.ts";

test("a frame has the height that its HTML suggests", () => {
  expect(guessFrameHeight('<svg height="300">')).toBe(316);
  expect(guessFrameHeight("<b>one</b>")).toBe(64);
});
