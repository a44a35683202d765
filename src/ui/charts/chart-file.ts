// A chart as a file: a drawing that stands alone (SVG), a picture (PNG), its figures (CSV). Always on white: it leaves
// for papers and slides, whatever the theme of the page.
import type { ChartOutput, TableValue } from "#cell-api/outputs.ts";
import { modelPlot, type PlotSeries, type Tick } from "#ui/charts/plot-model.ts";

const WIDTH = 720;
const HEIGHT = 440;
const PLOT = { left: 72, top: 76, width: 624, height: 304 };
/** Pixels of the picture for one of the drawing. */
const PNG_SCALE = 2;
const KEY_STEP = 22;
const COLOURS = { grid: "#e4e1da", axis: "#8a857a", ink: "#1d1b18", quiet: "#5d584f" };

/** @param colours CSS colours of the five tones of data */
export function chartSvg(chart: ChartOutput, colours: readonly string[]): string {
  const series = chart.series.map((each, index): PlotSeries => ({ ...each, tone: (index % 5) + 1 }));
  const model = modelPlot({ series, ...(chart.categories && { categories: chart.categories }) });
  const colourOf = ({ tone }: PlotSeries) => colours[tone - 1];
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
    `<title>${escaped(title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${PLOT.left}" y="28" font-size="16" font-weight="600" fill="${COLOURS.ink}">${escaped(title)}</text>`,
    series.length > 1 ? keyOf(series, colourOf) : "",
    ...model.yTicks.map((tick) => yTick(tick)),
    ...model.xTicks.map((tick) => xTick(tick)),
    `<svg x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.width}" height="${PLOT.height}" viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible">${marks.join("")}</svg>`,
    `<path d="M${PLOT.left} ${PLOT.top + PLOT.height}h${PLOT.width}" stroke="${COLOURS.axis}"/>`,
    `<text x="${PLOT.left + PLOT.width}" y="${HEIGHT - 18}" text-anchor="end">${escaped(chart.x.label)}</text>`,
    `<text x="${PLOT.left}" y="${PLOT.top - 14}" text-anchor="start">${escaped(chart.y.label)}</text>`,
    "</svg>",
  ].join("\n");
}

/** One row for each point: series, across, up. */
export function chartRows(chart: ChartOutput): TableValue[][] {
  return chart.series.flatMap(({ name, points }) =>
    points.map(([x, y]): TableValue[] => [name, chart.categories?.[x] ?? x, y]),
  );
}

/** Only in a page: the drawing is painted by the browser. */
export async function svgToPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * PNG_SCALE;
    canvas.height = image.naturalHeight * PNG_SCALE;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be made"))));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The tones of data as they are on white paper. */
export function dataColours(): string[] {
  const probe = document.createElement("span");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  const colours = [1, 2, 3, 4, 5].map((tone) => {
    probe.style.color = `var(--data-${tone})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}

function keyOf(series: readonly PlotSeries[], colourOf: (series: PlotSeries) => string): string {
  let left = PLOT.left + PLOT.width;
  return series
    .toReversed()
    .map((each) => {
      left -= KEY_STEP + each.name.length * 6.5;
      return `<circle cx="${left}" cy="24" r="4" fill="${colourOf(each)}"/><text x="${left + 8}" y="28">${escaped(each.name)}</text>`;
    })
    .join("");
}

function yTick({ at, label }: Tick): string {
  const y = PLOT.top + (at / 100) * PLOT.height;
  return `<path d="M${PLOT.left} ${y}h${PLOT.width}" stroke="${COLOURS.grid}"/><text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${escaped(label)}</text>`;
}

function xTick({ at, label }: Tick): string {
  const x = PLOT.left + (at / 100) * PLOT.width;
  return `<text x="${x}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle">${escaped(label)}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
