// Formulas as MathML, which browsers draw themselves: for files that carry no fonts and no stylesheet of KaTeX.
import katex from "katex";

/** Never throws: what is no formula is shown as it is written. */
export function mathMl(tex: string, isDisplay: boolean): string {
  return katex.renderToString(tex, {
    displayMode: isDisplay,
    output: "mathml",
    strict: "ignore",
    trust: false,
    throwOnError: false,
    maxSize: 40,
  });
}
