import { expect, test } from "vitest";
import { chartRows, chartSvg } from "#ui/charts/chart-file.ts";
import type { ChartOutput } from "#cell-api/outputs.ts";

const chart: ChartOutput = {
  type: "chart",
  title: "Loss & <more>",
  x: { label: "epoch" },
  y: { label: "loss" },
  series: [
    {
      name: "train",
      mark: "line",
      points: [
        [1, 4],
        [2, 2],
        [3, 1],
      ],
    },
    { name: "validation", mark: "dot", points: [[1, 3]] },
  ],
};

test("a drawing holds every series in its colour, the ticks and the labels, and nothing that is not text", () => {
  const svg = chartSvg(chart, ["#111111", "#222222", "#333333", "#444444", "#555555"]);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("Loss &#38; &#60;more&#62;");
  expect(svg).toContain('stroke="#111111"');
  expect(svg).toContain('stroke="#222222"');
  for (const label of ["epoch", "loss", "train", "validation"]) expect(svg).toContain(`>${label}<`);
  expect(svg.match(/ text-anchor="middle">/g)?.length).toBeGreaterThanOrEqual(3);
});

test("the figures are one row for each point, with the words of categories", () => {
  expect(chartRows(chart)).toEqual([
    ["train", 1, 4],
    ["train", 2, 2],
    ["train", 3, 1],
    ["validation", 1, 3],
  ]);
  const bars: ChartOutput = {
    ...chart,
    categories: ["a", "b"],
    series: [
      {
        name: "n",
        mark: "bar",
        points: [
          [0, 5],
          [1, 6],
        ],
      },
    ],
  };
  expect(chartRows(bars)).toEqual([
    ["n", "a", 5],
    ["n", "b", 6],
  ]);
});
