// The document of an HTML output, which loads nothing from a network and runs no script. A policy alone does not
// see to that in Chromium: a script reaches other hosts by WebRTC, also from a nested frame that is made anew,
// and a <link rel=preconnect> opens a connection whose host name can carry data.

const HEAD =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:">` +
  `<meta http-equiv="x-dns-prefetch-control" content="off">` +
  `<meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
  `<style>html{font:13px/1.45 system-ui,sans-serif}body{margin:0}svg{max-width:100%;height:auto;--plot-background:Canvas!important}figure{margin:0}</style>`;
/** Elements of HEAD that `LEFT_OUT` names too. */
const OWN_COUNT = 4;

/** What would run, or lead away past the policy, or hold what is parsed only later. */
const LEFT_OUT =
  "script, link, meta, base, iframe, frame, frameset, object, embed, portal, fencedframe, noscript, template";
const ROUNDS = 5;

export interface FrameDocument {
  html: string;
  /** It had scripts, which do not run. */
  hadScripts: boolean;
}

/** For a frame without scripts: what is parsed here is then parsed there in the same way. */
export function frameDocument(html: string): FrameDocument {
  let text = HEAD + html;
  let hadScripts = false;
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const leftOut = [...parsed.querySelectorAll(LEFT_OUT)].slice(OWN_COUNT);
    if (leftOut.length === 0) return { html: text, hadScripts };
    for (const element of leftOut) {
      hadScripts ||= element.localName === "script";
      element.remove();
    }
    // Printed and parsed again, text can become an element: what comes out clean is what is shown.
    text = parsed.documentElement.innerHTML;
  }
  return { html: HEAD, hadScripts };
}

/** The largest drawing of an HTML that is a plot, as a file of its own on white; undefined where it is none. */
export function drawingOf(html: string): string | undefined {
  if (!/^\s*<(svg|figure)\b/i.test(html)) return undefined;
  const drawings = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("svg")];
  const area = (svg: SVGElement) => Number(svg.getAttribute("width")) * Number(svg.getAttribute("height"));
  const [largest] = drawings.filter((svg) => area(svg) > 0).sort((a, b) => area(b) - area(a));
  if (!largest) return undefined;
  largest.style.cssText += "color-scheme: light; color: #1d1b18; background: #fff";
  return new XMLSerializer().serializeToString(largest);
}

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
