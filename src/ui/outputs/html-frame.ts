// The document of an HTML output, which loads nothing from a network and runs no script. A policy alone does not
// see to that in Chromium: a script reaches other hosts by WebRTC, also from a nested frame that is made anew,
// and a <link rel=preconnect> opens a connection whose host name can carry data.

const HEAD =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:">` +
  `<meta http-equiv="x-dns-prefetch-control" content="off">` +
  `<meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
  `<style>html{font:13px/1.45 system-ui,sans-serif}body{margin:0}svg{max-width:100%;height:auto}</style>`;
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

/** A height in px to start with: the frame cannot be measured from outside. The reader may drag it. */
export function guessFrameHeight(html: string): number {
  const heights = [...html.matchAll(/\bheight\s*[=:]\s*["']?(\d{2,4})/g)].map((match) => Number(match[1]));
  const rows = html.match(/<(?:tr|p|li|h[1-6]|br|div)\b/gi)?.length ?? 0;
  return Math.min(640, Math.max(64, ...heights.map((height) => height + 16), rows * 24 + 24));
}
