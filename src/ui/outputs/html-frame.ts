// The document of an HTML output, which loads nothing from a network and runs no script. A policy alone does not
// see to that in Chromium: a script reaches other hosts by WebRTC, also from a nested frame that is made anew,
// and a <link rel=preconnect> opens a connection whose host name can carry data.
import { FRAME_HEAD } from "#markup/frame-document.ts";

/** Elements of FRAME_HEAD that `LEFT_OUT` names too. */
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
  let text = FRAME_HEAD + html;
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
  return { html: FRAME_HEAD, hadScripts };
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
