// The frames HTML output is shown in. Whatever the HTML says, it loads nothing from a network: the policy comes
// first, and a scriptless frame without one still fetched images and stylesheets when it was measured
// (decision 19). HTML of this session's runs may have scripts: it is written into src/sandbox/output.html,
// which has a policy of its own; a srcdoc frame would take the page's, which allows no inline script.

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:";
const LEAST_PX = 24;
const MOST_PX = 2000;

/** The document of a published output's frame, which begins with its policy and runs no script. */
export function frameDocument(html: string): string {
  return (
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
    `<style>html{font:13px/1.45 system-ui,sans-serif}body{margin:0}svg{max-width:100%;height:auto}</style>` +
    html
  );
}

/** A height in px to start with: a frame of another origin cannot be measured from outside. The reader may drag it. */
export function guessFrameHeight(html: string): number {
  const heights = [...html.matchAll(/\bheight\s*[=:]\s*["']?(\d{2,4})/g)].map((match) => Number(match[1]));
  const rows = html.match(/<(?:tr|p|li|h[1-6]|br|div)\b/gi)?.length ?? 0;
  return Math.min(640, Math.max(64, ...heights.map((height) => height + 16), rows * 24 + 24));
}

/** What a live frame says of its own height is not trusted to be sensible, or a number. */
export function clampHeight(px: unknown): number | undefined {
  return typeof px === "number" && Number.isFinite(px)
    ? Math.min(MOST_PX, Math.max(LEAST_PX, Math.ceil(px)))
    : undefined;
}
