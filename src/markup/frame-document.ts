// The document of an HTML output in a frame without scripts: what comes before it, and how high it will be.

/** A policy that loads nothing, and a face that fits the page. */
export const FRAME_HEAD =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:">` +
  `<meta http-equiv="x-dns-prefetch-control" content="off">` +
  `<meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
  `<style>html{font:13px/1.45 system-ui,sans-serif}body{margin:0}svg{max-width:100%;height:auto;--plot-background:Canvas!important}figure{margin:0}</style>`;

/** Besides its drawings: a title, a subtitle, a caption, a key of swatches. */
const HEIGHTS_PX = { "<h2": 48, "<h3": 36, "<figcaption": 32, "-swatches ": 44 };
const MARGIN_PX = 16;

/** A height in CSS to start with: the frame cannot be measured from outside. The reader may drag it. */
export function guessFrameHeight(html: string): string {
  return /^\s*<(svg|figure)\b/i.test(html) ? drawingHeight(html) : `${guessedPx(html)}px`;
}

/** Drawings say how large they are, and shrink where there is less room: 100cqi is the width of the output. */
function drawingHeight(html: string): string {
  const drawings = [...html.matchAll(/<svg\b[^>]*>/g)].flatMap(([tag]) => {
    const [width, height] = ["width", "height"].map((name) =>
      Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(tag)?.[1]),
    );
    return width > 0 && height > 0 ? [`min(100cqi, ${width}px) * ${(height / width).toFixed(4)}`] : [];
  });
  if (drawings.length === 0) return `${guessedPx(html)}px`;
  let restPx = MARGIN_PX;
  for (const [mark, px] of Object.entries(HEIGHTS_PX)) restPx += (html.split(mark).length - 1) * px;
  return `calc(${drawings.join(" + ")} + ${restPx}px)`;
}

function guessedPx(html: string): number {
  const heights = [...html.matchAll(/\bheight\s*[=:]\s*["']?(\d{2,4})/g)].map((match) => Number(match[1]));
  const rows = html.match(/<(?:tr|p|li|h[1-6]|br|div)\b/gi)?.length ?? 0;
  return Math.min(640, Math.max(64, ...heights.map((height) => height + 16), rows * 24 + 24));
}
