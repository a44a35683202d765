// A chart as a drawing that stands alone (SVG). Always on white: it leaves for papers and slides, whatever the theme of
// the page.
import type { ChartOutput } from "#cell-api/outputs.ts";
import { escapeHtml } from "./escape-html.ts";
import { modelPlot, type PlotSeries, type Tick } from "./plot-model.ts";

const WIDTH = 720;
const HEIGHT = 440;
const PLOT = { left: 72, top: 76, width: 624, height: 304 };
const KEY_STEP = 22;
const COLOURS = { grid: "#e4e1da", axis: "#8a857a", ink: "#1d1b18", quiet: "#5d584f" };

/** The five tones of data on white paper: the light values of `--data-1` to `--data-5`. */
export const PAPER_TONES = ["#5148b8", "#cb5f0a", "#26938a", "#8e2266", "#4a3a06"] as const;

export function chartSvg(chart: ChartOutput): string {
  const series = chart.series.map((each, index): PlotSeries => ({ ...each, tone: (index % 5) + 1 }));
  const model = modelPlot({ series, ...(chart.categories && { categories: chart.categories }) });
  const colourOf = ({ tone }: PlotSeries) => PAPER_TONES[tone - 1];
  const title = chart.title ?? chart.y.label;
  const marks = model.paths.map(({ series: each, path }) => {
    const paint =
      each.mark === "bar"
        ? `fill="${colourOf(each)}"`
        : `fill="none" stroke="${colourOf(each)}" stroke-width="${each.mark === "dot" ? 6 : 2}" stroke-linecap="round" stroke-linejoin="round" vector-effect="non-scaling-stroke"`;
    return `<path d="${path}" ${paint}/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Inter, system-ui, sans-serif" font-size="12" fill="${COLOURS.quiet}">`,
    `<title>${escapeHtml(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${PLOT.left}" y="28" font-size="16" font-weight="600" fill="${COLOURS.ink}">${escapeHtml(title)}</text>`,
    series.length > 1 ? keyOf(series, colourOf) : "",
    ...model.yTicks.map((tick) => yTick(tick)),
    ...model.xTicks.map((tick) => xTick(tick)),
    `<svg x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.width}" height="${PLOT.height}" viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible">${marks.join("")}</svg>`,
    `<path d="M${PLOT.left} ${PLOT.top + PLOT.height}h${PLOT.width}" stroke="${COLOURS.axis}"/>`,
    `<text x="${PLOT.left + PLOT.width}" y="${HEIGHT - 18}" text-anchor="end">${escapeHtml(chart.x.label)}</text>`,
    `<text x="${PLOT.left}" y="${PLOT.top - 14}" text-anchor="start">${escapeHtml(chart.y.label)}</text>`,
    "</svg>",
  ].join("\n");
}

function keyOf(series: readonly PlotSeries[], colourOf: (series: PlotSeries) => string): string {
  let left = PLOT.left + PLOT.width;
  return series
    .toReversed()
    .map((each) => {
      left -= KEY_STEP + each.name.length * 6.5;
      return `<circle cx="${left}" cy="24" r="4" fill="${colourOf(each)}"/><text x="${left + 8}" y="28">${escapeHtml(each.name)}</text>`;
    })
    .join("");
}

function yTick({ at, label }: Tick): string {
  const y = PLOT.top + (at / 100) * PLOT.height;
  return `<path d="M${PLOT.left} ${y}h${PLOT.width}" stroke="${COLOURS.grid}"/><text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${escapeHtml(label)}</text>`;
}

function xTick({ at, label }: Tick): string {
  const x = PLOT.left + (at / 100) * PLOT.width;
  return `<text x="${x}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle">${escapeHtml(label)}</text>`;
}
