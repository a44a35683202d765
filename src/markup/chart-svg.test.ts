import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chartSvg, PAPER_TONES } from "./chart-svg.ts";
import { lossChart } from "./fixtures/loss-chart.ts";

test("a drawing holds every series in its colour, the ticks and the labels, and nothing that is not text", () => {
  const svg = chartSvg(lossChart);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("Loss &#38; &#60;more&#62;");
  expect(svg).toContain(`stroke="${PAPER_TONES[0]}"`);
  expect(svg).toContain(`stroke="${PAPER_TONES[1]}"`);
  for (const label of ["epoch", "loss", "train", "validation"]) expect(svg).toContain(`>${label}<`);
  expect(svg.match(/ text-anchor="middle">/g)?.length).toBeGreaterThanOrEqual(3);
});

test("its tones are those of the page on light paper", () => {
  const tokens = readFileSync("src/ui/styles/tokens.css", "utf8");
  const light = [...tokens.matchAll(/--data-\d: light-dark\((#\w+),/g)].map(([, tone]) => tone);
  expect(PAPER_TONES).toEqual(light);
});
