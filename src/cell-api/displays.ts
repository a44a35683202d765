// What a cell makes in order to be seen: HTML, Markdown and charts. A chart is data; the page draws it.
import { CairnError } from "#errors/cairn-error.ts";
import type { ChartOutput } from "./outputs.ts";

export class Html {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
    Object.freeze(this);
  }
}

export class Markdown {
  readonly markdown: string;
  constructor(markdown: string) {
    this.markdown = markdown;
    Object.freeze(this);
  }
}

export class Chart {
  readonly output: ChartOutput;
  constructor(output: ChartOutput) {
    this.output = output;
    Object.freeze(this);
  }
}

export interface ChartOptions {
  /** Name of the field across; left out, the rank of the row is taken. */
  x?: string;
  /** Name of the field up. */
  y: string;
  /** Field whose values part the rows into series, each in a colour of its own. */
  color?: string;
  title?: string;
}

type Row = Readonly<Record<string, unknown>>;

const POINT_LIMIT = 5000;

/** `plot.dot(rows, { x: "bill_length_mm", y: "bill_depth_mm", color: "species" })`. */
export const plot = Object.freeze({
  dot: (rows: readonly Row[], options: ChartOptions) => chart("dot", rows, options),
  line: (rows: readonly Row[], options: ChartOptions) => chart("line", rows, options),
  bar: (rows: readonly Row[], options: ChartOptions) => barChart(rows, options),
});

function chart(mark: "dot" | "line", rows: readonly Row[], options: ChartOptions): Chart {
  requireRows(mark, rows);
  requireFields(mark, rows, [options.x, options.y, options.color]);
  const groups = new Map<string, [number, number][]>();
  rows.forEach((row, index) => {
    const x = options.x === undefined ? index : row[options.x];
    const y = row[options.y];
    if (typeof x !== "number" || typeof y !== "number" || !Number.isFinite(x) || !Number.isFinite(y)) return;
    const name = options.color === undefined ? options.y : String(row[options.color]);
    const points = groups.get(name) ?? [];
    if (points.length < POINT_LIMIT) points.push([x, y]);
    groups.set(name, points);
  });
  return new Chart({
    type: "chart",
    ...(options.title !== undefined && { title: options.title }),
    x: { label: options.x ?? "row" },
    y: { label: options.y },
    series: [...groups].map(([name, points]) => ({ name, mark, points })),
  });
}

function barChart(rows: readonly Row[], options: ChartOptions): Chart {
  requireRows("bar", rows);
  requireFields("bar", rows, [options.x, options.y]);
  const shown = rows.slice(0, POINT_LIMIT);
  const categories = shown.map((row, index) => String(options.x === undefined ? index : row[options.x]));
  const points = shown.map((row, index): [number, number] => [index, Number(row[options.y])]);
  return new Chart({
    type: "chart",
    ...(options.title !== undefined && { title: options.title }),
    x: { label: options.x ?? "row" },
    y: { label: options.y },
    series: [{ name: options.y, mark: "bar", points }],
    categories,
  });
}

function requireRows(mark: string, rows: unknown): asserts rows is readonly Row[] {
  if (Array.isArray(rows)) {
    const bad = rows.findIndex((row) => row === null || typeof row !== "object");
    if (bad < 0) return;
    throw new CairnError(`plot.${mark}: row ${bad} is no object, got ${typeof rows[bad]}`, {
      code: "bad-chart",
      hint: "Each row is an object with a field for each axis: [{ x: 1, y: 2 }, …]",
    });
  }
  throw new CairnError(`plot.${mark}: the first argument must be an array of rows, got ${typeof rows}`, {
    code: "bad-chart",
    hint: "A dataset gives its rows with .rows()",
  });
}

function requireFields(mark: string, rows: readonly Row[], fields: readonly (string | undefined)[]): void {
  for (const field of fields) {
    if (field === undefined || rows.length === 0 || field in rows[0]) continue;
    throw new CairnError(
      `plot.${mark}: rows have no field "${field}"; they have: ${Object.keys(rows[0]).join(", ")}`,
      {
        code: "bad-chart",
      },
    );
  }
}
