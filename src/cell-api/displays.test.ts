import { expect, test } from "vitest";
import { CairnError } from "#errors/cairn-error.ts";
import { Chart, plot } from "./displays.ts";

const rows = [
  { size: 1, weight: 10, kind: "a" },
  { size: 2, weight: 20, kind: "b" },
  { size: 3, weight: 30, kind: "a" },
];

test("plot.dot gives a series for each value of `color`, in the order of first sight", () => {
  const chart = plot.dot(rows, { x: "size", y: "weight", color: "kind", title: "Birds" });
  expect(chart).toBeInstanceOf(Chart);
  expect(chart.output).toEqual({
    type: "chart",
    title: "Birds",
    x: { label: "size" },
    y: { label: "weight" },
    series: [
      {
        name: "a",
        mark: "dot",
        points: [
          [1, 10],
          [3, 30],
        ],
      },
      { name: "b", mark: "dot", points: [[2, 20]] },
    ],
  });
});

test("plot.line without x takes the rank of the row", () => {
  expect(plot.line(rows, { y: "weight" }).output).toMatchObject({
    x: { label: "row" },
    series: [
      {
        name: "weight",
        mark: "line",
        points: [
          [0, 10],
          [1, 20],
          [2, 30],
        ],
      },
    ],
  });
});

test("rows without numbers to draw are left out", () => {
  const gaps = [{ y: 1 }, { y: NaN }, { y: null }, { y: Infinity }, { y: "3" }, { y: 5 }];
  expect(plot.line(gaps, { y: "y" }).output.series[0].points).toEqual([
    [0, 1],
    [5, 5],
  ]);
});

test("plot.bar names its bars", () => {
  expect(plot.bar(rows, { x: "kind", y: "size" }).output).toMatchObject({
    categories: ["a", "b", "a"],
    series: [
      {
        mark: "bar",
        points: [
          [0, 1],
          [1, 2],
          [2, 3],
        ],
      },
    ],
  });
});

test("a series has at most 5,000 points", () => {
  const many = Array.from({ length: 6000 }, (_, y) => ({ y }));
  for (const draw of [plot.dot, plot.line, plot.bar])
    expect(draw(many, { y: "y" }).output.series[0].points).toHaveLength(5000);
});

test.each([
  ["dot", { x: "sise", y: "weight" }, "sise"],
  ["line", { y: "wait" }, "wait"],
  ["dot", { y: "weight", color: "sort" }, "sort"],
  ["bar", { x: "sort", y: "weight" }, "sort"],
] as const)("plot.%s names a field that rows lack, and those they have", (mark, options, field) => {
  expect(() => plot[mark](rows, options)).toThrow(
    `plot.${mark}: rows have no field "${field}"; they have: size, weight, kind`,
  );
});

test("no array of rows is an error that says what to do", () => {
  const call = () => plot.dot({} as never, { y: "a" });
  expect(call).toThrow("plot.dot: the first argument must be an array of rows, got object");
  expect(call).toThrow(
    expect.objectContaining({ hint: "A dataset gives its rows with .rows()" }) as CairnError,
  );
  expect(() => plot.bar([3] as never, { y: "a" })).toThrow("plot.bar: row 0 is no object, got number");
});

test("no rows draw an empty chart", () => {
  expect(plot.dot([], { y: "a" }).output.series).toEqual([]);
});
