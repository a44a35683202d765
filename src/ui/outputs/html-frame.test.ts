import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clampHeight, frameDocument, guessFrameHeight } from "#ui/outputs/html-frame.ts";

test("published HTML begins with a policy that lets nothing in and no script run", () => {
  const start =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:\">";
  expect(frameDocument("<p>").startsWith(start)).toBe(true);
});

test("the frame of HTML from this session has a policy before anything else that could load", () => {
  const html = readFileSync(new URL("../../sandbox/output.html", import.meta.url), "utf8");
  const policy = html.indexOf("Content-Security-Policy");
  expect(html).toContain("default-src 'none'; script-src 'unsafe-inline'");
  expect(html).not.toMatch(/connect-src|frame-src|https?:/);
  expect(policy).toBeLessThan(html.indexOf("<script"));
});

test("a frame starts at the height its HTML suggests and later takes only sensible heights", () => {
  expect(guessFrameHeight('<svg height="300">')).toBe(316);
  expect(guessFrameHeight("<b>one</b>")).toBe(64);
  expect([clampHeight(120.2), clampHeight(1e9), clampHeight("9"), clampHeight(NaN)]).toEqual([
    121,
    2000,
    undefined,
    undefined,
  ]);
});
