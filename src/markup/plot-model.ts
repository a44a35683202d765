// A chart as geometry: where ticks, marks and labels go, in per cent of the plot. No DOM, so it is tested in Node.
import { formatTicks, logTicks, niceDomain, niceTicks } from "./nice-ticks.ts";

export type Point = readonly [number, number];

export interface PlotSeries {
  name: string;
  mark: "dot" | "line" | "bar";
  points: readonly Point[];
  /** Which data colour, 1 to 5. */
  tone: number;
  /** What others are held against: drawn dashed, in no data colour. */
  isReference?: boolean;
}

export interface PlotSpec {
  series: readonly PlotSeries[];
  /** Fixed ends of an axis; without them the data decide and the ends are made round. */
  xDomain?: readonly [number, number];
  yDomain?: readonly [number, number];
  isLogY?: boolean;
  categories?: readonly string[];
}

export interface Tick {
  /** Per cent from the left, or from the top. */
  at: number;
  label: string;
}

/** A place the reader can stop at, by pointer or by arrow key. */
export interface Stop {
  x: number;
  entries: { series: PlotSeries; y: number }[];
}

export interface PlotModel {
  xTicks: Tick[];
  yTicks: Tick[];
  /** Path data on a ground of 1000 by 1000, one for each series. */
  paths: { series: PlotSeries; path: string }[];
  stops: Stop[];
  /** Stops are single points (a scatter) and not all values at one x. */
  isByPoint: boolean;
  xAt(x: number): number;
  yAt(y: number): number;
}

export function modelPlot(spec: PlotSpec): PlotModel {
  const series = spec.series.map((each) => ({
    ...each,
    points: each.points.filter(isDrawable(spec.isLogY)),
  }));
  const bars = series.filter(({ mark }) => mark === "bar");
  const all = series.flatMap(({ points }) => points);
  const xs = extent(all.map(([x]) => x));
  const ys = extent(all.map(([, y]) => y));
  const xDomain = spec.xDomain ?? (bars.length > 0 ? padded(xs) : niceDomain(xs[0], xs[1], 6));
  const yDomain = spec.yDomain ?? yEnds(ys, bars.length > 0, spec.isLogY);
  const xAt = (x: number) => share(x, xDomain) * 100;
  const yAt = (y: number) =>
    (1 -
      (spec.isLogY ? share(Math.log(y), [Math.log(yDomain[0]), Math.log(yDomain[1])]) : share(y, yDomain))) *
    100;

  const yValues = spec.isLogY ? logTicks(...yDomain) : niceTicks(...yDomain, 4);
  const yLabels = formatTicks(yValues);
  const isByPoint = series.some(({ mark }) => mark === "dot");
  return {
    xTicks: spec.categories
      ? categoryTicks(spec.categories, xAt)
      : withLabels(niceTicks(...xDomain, 5), formatTicks(niceTicks(...xDomain, 5)), xAt),
    yTicks: withLabels(yValues, yLabels, yAt),
    paths: series.map((each) => ({ series: each, path: drawMarks(each, bars, xAt, yAt, yDomain) })),
    stops: isByPoint ? pointStops(series) : columnStops(series),
    isByPoint,
    xAt,
    yAt,
  };
}

/** Moves labels apart that would lie on each other; `gap` in per cent. Keeps the order and the ends of the plot. */
export function spreadLabels(places: readonly number[], gap: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  for (let at = 1; at < order.length; at++) {
    const before = order[at - 1];
    const here = order[at];
    if (before && here) here.place = Math.max(here.place, before.place + gap);
  }
  for (let at = order.length - 1; at >= 0; at--) {
    const here = order[at];
    const limit = 100 - (order.length - 1 - at) * gap;
    if (here) here.place = Math.min(here.place, limit);
  }
  const spread = Array.from<number>({ length: places.length });
  for (const { place, index } of order) spread[index] = place;
  return spread;
}

/** The stop nearest to a place on the plot, both in per cent; -1 when there is none. */
export function nearestStop(model: PlotModel, left: number, top: number): number {
  let best = -1;
  let bestDistance = Infinity;
  model.stops.forEach((stop, index) => {
    const across = model.xAt(stop.x) - left;
    const down = model.isByPoint ? model.yAt(stop.entries[0]?.y ?? 0) - top : 0;
    const distance = across * across + down * down;
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  });
  return best;
}

function drawMarks(
  series: PlotSeries,
  bars: readonly PlotSeries[],
  xAt: (x: number) => number,
  yAt: (y: number) => number,
  yDomain: readonly [number, number],
): string {
  const px = (per: number) => Math.round(per * 100) / 10;
  if (series.mark === "bar") {
    const place = bars.findIndex(({ name }) => name === series.name);
    const width = barWidth(bars) / bars.length;
    const zero = px(yAt(Math.min(Math.max(0, yDomain[0]), yDomain[1])));
    return series.points
      .map(([x, y]) => {
        const from = x - barWidth(bars) / 2 + place * width;
        return `M${px(xAt(from))} ${zero}V${px(yAt(y))}H${px(xAt(from + width * 0.94))}V${zero}Z`;
      })
      .join("");
  }
  const places = series.points.map(([x, y]) => `${px(xAt(x))} ${px(yAt(y))}`);
  // A dot is a line of no length with a round end: it stays round however the plot is stretched.
  if (series.mark === "dot") return places.map((place) => `M${place}h0`).join("");
  return places.length === 1
    ? `M${places[0]}h0`
    : places.map((place, index) => (index === 0 ? "M" : "L") + place).join("");
}

function barWidth(bars: readonly PlotSeries[]): number {
  const xs = [...new Set(bars.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const steps = xs.slice(1).map((x, index) => x - (xs[index] ?? 0));
  return (steps.length > 0 ? Math.min(...steps) : 1) * 0.8;
}

function pointStops(series: readonly PlotSeries[]): Stop[] {
  return series
    .flatMap((each) => each.points.map(([x, y]) => ({ x, entries: [{ series: each, y }] })))
    .sort((a, b) => a.x - b.x);
}

function columnStops(series: readonly PlotSeries[]): Stop[] {
  const stops = new Map<number, Stop>();
  for (const each of series) {
    for (const [x, y] of each.points) {
      const stop = stops.get(x) ?? { x, entries: [] };
      stop.entries.push({ series: each, y });
      stops.set(x, stop);
    }
  }
  return [...stops.values()].sort((a, b) => a.x - b.x);
}

function yEnds(ys: readonly [number, number], hasBars: boolean, isLog?: boolean): [number, number] {
  if (isLog) return [ys[0] * 0.9, ys[1] * 1.1];
  return hasBars ? niceDomain(Math.min(0, ys[0]), Math.max(0, ys[1]), 4) : niceDomain(ys[0], ys[1], 4);
}

/** At most eight words under the bars; more would lie on each other. */
function categoryTicks(categories: readonly string[], xAt: (x: number) => number): Tick[] {
  const every = Math.ceil(categories.length / 8);
  return categories
    .map((label, index) => ({ at: xAt(index), label }))
    .filter((_, index) => index % every === 0);
}

function withLabels(
  values: readonly number[],
  labels: readonly string[],
  at: (value: number) => number,
): Tick[] {
  return values.map((value, index) => ({ at: at(value), label: labels[index] ?? "" }));
}

function extent(values: readonly number[]): [number, number] {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? [0, 1] : [min, max];
}

function padded([min, max]: readonly [number, number]): [number, number] {
  return [min - 0.6, max + 0.6];
}

function share(value: number, [from, to]: readonly [number, number]): number {
  return to === from ? 0.5 : (value - from) / (to - from);
}

function isDrawable(isLog?: boolean): (point: Point) => boolean {
  return ([x, y]) => Number.isFinite(x) && Number.isFinite(y) && (!isLog || y > 0);
}
