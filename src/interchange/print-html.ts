// A notebook as one HTML file that reads without scripts, offline, anywhere: text, code, and what the cells showed.
// It runs nothing and loads nothing: a policy in its head says so, and HTML outputs lie in frames without scripts.
import type { Output } from "#cell-api/outputs.ts";
import { shortHash } from "#hashing/short-hash.ts";
import { escapeHtml } from "#markup/escape-html.ts";
import { FRAME_HEAD, guessFrameHeight } from "#markup/frame-document.ts";
import { formatDuration } from "#markup/format-duration.ts";
import { highlightLines } from "#markup/highlight.ts";
import { renderMarkdown } from "#markup/render-markdown.ts";
import { mathMl } from "#markup/math-ml.ts";
import type { CodeCellView } from "#session/session-view.ts";
import type { SnapshotCell } from "#session/snapshot.ts";
import { HTML_STYLE } from "./html-style.ts";
import { htmlTable } from "./html-table.ts";
import { outputParts } from "./output-parts.ts";
import type { PrintableNotebook } from "./print-ipynb.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

interface Heading {
  id: string;
  level: number;
  html: string;
}

export function printHtml(session: PrintableNotebook): string {
  const { notebook, title, cells } = session;
  const snapshot = session.toSnapshot();
  const headings: Heading[] = [];
  const body = cells.map((cell) =>
    cell.type === "prose"
      ? `<div class="prose">${withAnchors(markdownHtml(cell.markdown, headings), headings)}</div>`
      : codeCell(cell, snapshot.cells[cell.name]),
  );
  const hasTitle = headings.some(({ level }) => level === 1);
  const contents = headings.filter(({ level }) => level > 1 && level < 4);
  return [
    '<!doctype html>\n<html lang="en">\n<head>',
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="generator" content="Cairn">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${HTML_STYLE}</style>\n</head>\n<body>`,
    "<main>",
    withContents(hasTitle ? body.join("\n") : `<h1>${escapeHtml(title)}</h1>\n${body.join("\n")}`, contents),
    "</main>",
    `<p class="by">A notebook of Cairn, seed ${escapeHtml(String(notebook.frontMatter.seed))}. Open its .md file to run it.</p>`,
    "</body>\n</html>\n",
  ].join("\n");
}

function markdownHtml(markdown: string, headings: readonly Heading[]): string {
  const isTitleAllowed = !headings.some(({ level }) => level === 1);
  return renderMarkdown(markdown, { isTitleAllowed, renderMath: mathMl }).html;
}

/** Gives each heading an id, and notes it for the contents. */
function withAnchors(html: string, headings: Heading[]): string {
  return html.replace(/<h([1-6])>([^]*?)<\/h\1>/g, (_, digit: string, inner: string) => {
    const id = `section-${headings.length + 1}`;
    headings.push({ id, level: Number(digit), html: inner });
    return `<h${digit} id="${id}">${inner}</h${digit}>`;
  });
}

/** The contents stand below the title. */
function withContents(html: string, headings: readonly Heading[]): string {
  if (headings.length < 2) return html;
  const at = html.indexOf("</h1>") + "</h1>".length;
  return `${html.slice(0, at)}\n${contentsOf(headings)}${html.slice(at)}`;
}

function contentsOf(headings: readonly Heading[]): string {
  const items = headings.map(
    ({ id, level, html }) =>
      `<li${level === 3 ? ' style="margin-left:1.2rem"' : ""}><a href="#${id}">${html.replace(/<\/?a\b[^>]*>/g, "")}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${items.join("")}</ol></nav>`;
}

function codeCell(cell: CodeCellView, result: SnapshotCell | undefined): string {
  const facts = [
    cell.kind,
    ...(result ? [formatDuration(result.ms)] : []),
    ...(result && result.key !== "" ? [`result ${shortHash(result.key)}`] : []),
  ];
  const source = highlightLines(cell.body, cell.language).join("\n");
  const outputs = result?.outputs ?? [];
  const shown = [
    ...joinLogs(outputs).map(outputHtml),
    ...(result?.error ? [`<pre class="error">${escapeHtml(result.error.message)}</pre>`] : []),
  ];
  return [
    `<section class="cell" id="cell-${escapeHtml(cell.name)}" aria-label="Cell ${escapeHtml(cell.name)}">`,
    `<details open><summary><b>${escapeHtml(cell.name)}</b> · ${facts.map(escapeHtml).join(" · ")}</summary>`,
    `<pre tabindex="0"><code>${source}</code></pre></details>`,
    ...(shown.length > 0
      ? [
          `<div class="output" role="group" tabindex="0" aria-label="Output of ${escapeHtml(cell.name)}">${shown.join("\n")}</div>`,
        ]
      : []),
    "</section>",
  ].join("\n");
}

type Shown = Exclude<Output, { type: "log" }> | { type: "logs"; text: string };

function joinLogs(outputs: readonly Output[]): Shown[] {
  const shown: Shown[] = [];
  for (const output of outputs) {
    const last = shown.at(-1);
    if (output.type !== "log") shown.push(output);
    else if (last?.type === "logs") last.text += `\n${output.text}`;
    else shown.push({ type: "logs", text: output.text });
  }
  return shown;
}

function outputHtml(output: Shown): string {
  if (output.type === "text" || output.type === "logs") return `<pre>${escapeHtml(output.text)}</pre>`;
  if (output.type === "markdown")
    return `<div class="prose">${renderMarkdown(output.markdown, { renderMath: mathMl }).html}</div>`;
  if (output.type === "html") return frame(output.html);
  const { text, tables, drawings, pictures } = outputParts(output);
  const isSaid = tables.some(({ caption }) => caption === text) || drawings.length === 1;
  return [
    ...(isSaid ? [] : [`<pre class="facts">${escapeHtml(text)}</pre>`]),
    ...tables.map(htmlTable),
    ...drawings.map((svg) => `<figure class="drawing">${svg}</figure>`),
    ...(pictures.length === 0 ? [] : [`<div class="pictures">${pictures.map(pictureHtml).join("")}</div>`]),
  ].join("\n");
}

function pictureHtml({
  png,
  width,
  height,
  caption,
}: ReturnType<typeof outputParts>["pictures"][number]): string {
  const alt = caption ?? `${width} × ${height} pixels`;
  const words = caption === undefined ? "" : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure><img alt="${escapeHtml(alt)}" width="${width}" height="${height}" src="data:image/png;base64,${png}">${words}</figure>`;
}

/** Elements that would run, or lead away past the policy: without their `<` they are none. */
const LEFT_OUT =
  /<(?=\/?(?:script|link|meta|base|i?frame|frameset|object|embed|portal|fencedframe|noscript|template)\b)/gi;

function frame(html: string): string {
  const shown = html.replace(/<script\b[^]*?<\/script\s*>/gi, "").replace(LEFT_OUT, "&lt;");
  return `<iframe sandbox="" referrerpolicy="no-referrer" title="HTML output" style="height:${guessFrameHeight(html)};resize:vertical" srcdoc="${escapeHtml(FRAME_HEAD + shown)}"></iframe>`;
}
