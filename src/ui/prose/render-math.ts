// Formulas by KaTeX, with its stylesheet and fonts: loaded when a notebook has a formula.
import katex from "katex";
import "katex/dist/katex.min.css";
import { escapeHtml } from "#markup/escape-html.ts";
import "#ui/styles/math.css";

/** HTML with MathML for screen readers; what is wrong is said at the place. Never throws, and takes no HTML or links. */
export function renderMath(tex: string, isDisplay: boolean): string {
  try {
    return katex.renderToString(tex, { displayMode: isDisplay, strict: "ignore", trust: false, maxSize: 40 });
  } catch (error) {
    const dollars = isDisplay ? "$$" : "$";
    const reason = error instanceof Error ? error.message.replace(/^KaTeX parse error: /, "") : String(error);
    return `<span class="math-error"><code>${escapeHtml(dollars + tex + dollars)}</code> <span>${escapeHtml(reason)}</span></span>`;
  }
}
