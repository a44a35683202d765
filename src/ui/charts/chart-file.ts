// A chart as a file: its drawing, a picture of that (PNG), its figures (CSV).
import type { ChartOutput, TableValue } from "#cell-api/outputs.ts";

/** Pixels of the picture for one of the drawing. */
const PNG_SCALE = 2;

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
