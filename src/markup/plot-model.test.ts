import { expect, test } from "vitest";
import { modelPlot, nearestStop, type PlotSeries, spreadLabels } from "./plot-model.ts";

const line: PlotSeries = {
  name: "loss",
  mark: "line",
  tone: 1,
  points: [
    [0, 4],
    [5, 2],
    [10, 1],
  ],
};

test("a line goes from corner to corner of round ends", () => {
  const model = modelPlot({ series: [line], xDomain: [0, 10], yDomain: [0, 4] });
  expect(model.paths[0]?.path).toBe("M0 0L500 500L1000 750");
  expect(model.yTicks.map(({ label }) => label)).toEqual(["0", "1", "2", "3", "4"]);
});

test("bars stand on zero and carry their categories", () => {
  const series: PlotSeries = {
    name: "birds",
    mark: "bar",
    tone: 1,
    points: [
      [0, 146],
      [1, 68],
    ],
  };
  const model = modelPlot({ series: [series], categories: ["Adelie", "Chinstrap"] });
  expect(model.xTicks.map(({ label }) => label)).toEqual(["Adelie", "Chinstrap"]);
  expect(model.yAt(0)).toBe(100);
});

test("what cannot be drawn is left out: no numbers, and nothing below zero on a logarithmic axis", () => {
  const points: [number, number][] = [
    [0, Number.NaN],
    [1, 0],
    [2, 0.5],
    [3, 1],
  ];
  const model = modelPlot({ series: [{ ...line, points }], isLogY: true });
  expect(model.stops.map(({ x }) => x)).toEqual([2, 3]);
});

test("an empty chart still has axes", () => {
  const model = modelPlot({ series: [{ ...line, points: [] }], xDomain: [0, 40], yDomain: [0, 1] });
  expect(model.xTicks.length).toBeGreaterThan(2);
  expect(model.stops).toEqual([]);
  expect(nearestStop(model, 50, 50)).toBe(-1);
});

test("stops of lines are columns, stops of dots are points", () => {
  const other: PlotSeries = { ...line, name: "other" };
  expect(modelPlot({ series: [line, other] }).stops[0]?.entries.length).toBe(2);
  const dots: PlotSeries = { ...line, mark: "dot" };
  const model = modelPlot({ series: [dots], xDomain: [0, 10], yDomain: [0, 4] });
  expect(model.stops[nearestStop(model, 52, 48)]?.x).toBe(5);
});

test("labels are moved apart and stay in order and inside", () => {
  expect(spreadLabels([50, 51], 9)).toEqual([50, 59]);
  expect(spreadLabels([99, 98], 9)).toEqual([100, 91]);
});
