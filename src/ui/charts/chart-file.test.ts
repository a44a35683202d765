import { expect, test } from "vitest";
import type { ChartOutput } from "#cell-api/outputs.ts";
import { chartRows } from "./chart-file.ts";

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
