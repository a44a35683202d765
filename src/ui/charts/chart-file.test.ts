import { expect, test } from "vitest";
import type { ChartOutput } from "#cell-api/outputs.ts";
import { lossChart } from "#markup/fixtures/loss-chart.ts";
import { chartRows } from "./chart-file.ts";

test("the figures are one row for each point, with the words of categories", () => {
  expect(chartRows(lossChart)).toEqual([
    ["train", 1, 4],
    ["train", 2, 2],
    ["train", 3, 1],
    ["validation", 1, 3],
  ]);
  const bars: ChartOutput = {
    ...lossChart,
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
