import { expect, test } from "vitest";
import { guessFrameHeight } from "./frame-document.ts";

test("a frame has the height that its HTML suggests", () => {
  expect(guessFrameHeight('<img height="300">')).toBe("316px");
  expect(guessFrameHeight("<b>one</b>")).toBe("64px");
  expect(guessFrameHeight("<svg></svg>")).toBe("64px");
});

test("a drawing keeps its proportions where there is less room, and a title has room of its own", () => {
  const svg = '<svg viewBox="0 0 640 320" height="320" width="640" class="plot"></svg>';
  expect(guessFrameHeight(svg)).toBe("calc(min(100cqi, 640px) * 0.5000 + 16px)");
  expect(guessFrameHeight(`<figure><h2>Dots</h2>${svg}</figure>`)).toBe(
    "calc(min(100cqi, 640px) * 0.5000 + 64px)",
  );
});
