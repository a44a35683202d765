// `$…$` and `$$…$$` in Markdown. The dollars are pandoc's: the first is followed by no space, the last comes after none
// and before no digit, so that "$5 and $10" stays text; `\$` is always a dollar.
import type MarkdownIt from "markdown-it";

/** HTML of a formula; undefined until what makes it is loaded: its source is shown so long. */
export type RenderMath = (tex: string, isDisplay: boolean) => string;

/** @param mathOf how to render in the environment of this rendering, and what to tell of a formula that was met */
export function mathRules(
  markdown: InstanceType<typeof MarkdownIt>,
  mathOf: (env: unknown) => RenderMath | undefined,
): void {
  markdown.inline.ruler.after("escape", "math", (state, silent) => {
    const found = inlineMath(state.src, state.pos);
    if (!found) return false;
    if (!silent) {
      const token = state.push("math", "", 0);
      token.content = found.tex;
      token.meta = { isDisplay: found.isDisplay };
    }
    state.pos = found.end;
    return true;
  });

  markdown.block.ruler.before(
    "fence",
    "math_block",
    (state, startLine, endLine, silent) => {
      const lineAt = (line: number) =>
        state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
      const isCode = (state.sCount[startLine] ?? 0) - state.blkIndent >= 4;
      if (isCode || !lineAt(startLine).startsWith("$$")) return false;
      const lines: string[] = [];
      for (let line = startLine; line < endLine; line++) {
        if (line > startLine && (state.sCount[line] ?? 0) < state.blkIndent) return false;
        const text = line === startLine ? lineAt(line).slice(2) : lineAt(line);
        const end = /^([\s\S]*?)\$\$\s*$/.exec(text)?.[1];
        lines.push(end ?? text);
        if (end === undefined) continue;
        if (!silent) {
          const token = state.push("math", "", 0);
          token.block = true;
          token.content = lines.join("\n").trim();
          token.meta = { isDisplay: true };
          token.map = [startLine, line + 1];
          state.line = line + 1;
        }
        return true;
      }
      return false;
    },
    { alt: ["paragraph", "reference", "blockquote", "list"] },
  );

  markdown.renderer.rules.math = (tokens, index, _options, env) => {
    const token = tokens[index];
    const tex = token?.content ?? "";
    const isDisplay = token?.meta?.isDisplay === true;
    const html = mathOf(env)?.(tex, isDisplay) ?? sourceOf(tex, isDisplay, markdown.utils.escapeHtml);
    return token?.block ? `<div class="math">${html}</div>\n` : html;
  };
}

function sourceOf(tex: string, isDisplay: boolean, escapeHtml: (text: string) => string): string {
  const dollars = isDisplay ? "$$" : "$";
  return `<code class="math-source">${dollars}${escapeHtml(tex)}${dollars}</code>`;
}

function inlineMath(
  source: string,
  at: number,
): { tex: string; isDisplay: boolean; end: number } | undefined {
  if (source[at] !== "$") return undefined;
  const isDisplay = source[at + 1] === "$";
  const start = at + (isDisplay ? 2 : 1);
  if (!isDisplay && /^(?:\s|$)/.test(source.slice(start, start + 1))) return undefined;
  for (let end = source.indexOf("$", start); end !== -1; end = source.indexOf("$", end + 1)) {
    if (isEscaped(source, end)) continue;
    if (isDisplay && source[end + 1] !== "$") continue;
    const tex = source.slice(start, end);
    if (tex.trim() === "") return undefined;
    if (!isDisplay && (/\s$/.test(tex) || /^\d/.test(source.slice(end + 1)))) return undefined;
    return { tex, isDisplay, end: end + (isDisplay ? 2 : 1) };
  }
  return undefined;
}

function isEscaped(source: string, at: number): boolean {
  return (/\\*$/.exec(source.slice(0, at))?.[0].length ?? 0) % 2 === 1;
}
