// Markdown to HTML that is safe to put into the page: no HTML of the author's passes, links open outside, and pictures
// never come from another host. `[^1]` becomes a margin note after the block that refers to it.
import MarkdownIt from "markdown-it";
import { mathRules, type RenderMath } from "./math-rules.ts";

interface Notes {
  texts: Map<string, string>;
  /** Labels in the order in which they were first referred to. */
  order: string[];
}

// A type, not an interface: markdown-it takes an open record.
type Environment = {
  notes: Notes;
  isTitleAllowed: boolean;
  renderMath?: RenderMath;
  hasMath: boolean;
};

/** What one rendering carries along; markdown-it knows it only as an open record. */
function environment(env: unknown): Environment {
  return env as Environment;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

mathRules(markdown, (env) => {
  environment(env).hasMath = true;
  return environment(env).renderMath;
});

markdown.inline.ruler.before("link", "note_reference", (state, silent) => {
  const match = /^\[\^([\w-]+)\]/.exec(state.src.slice(state.pos, state.pos + 42));
  const { notes } = environment(state.env);
  const label = match?.[1];
  if (!match || label === undefined || !notes.texts.has(label)) return false;
  if (!silent) {
    if (!notes.order.includes(label)) notes.order.push(label);
    state.push("note_reference", "sup", 0).meta = { label };
  }
  state.pos += match[0].length;
  return true;
});

markdown.core.ruler.push("place_notes", (state) => {
  const { notes } = environment(state.env);
  const placed = new Set<string>();
  state.tokens = state.tokens.flatMap((token, index, tokens) => {
    // Only after the end of an outermost block: a note inside a list item would break the grid.
    if (token.level !== 0 || token.nesting === 1) return [token];
    const labels = new Set<string>();
    for (let at = index; at >= 0; at--) {
      for (const child of tokens[at]?.children ?? []) {
        if (child.type === "note_reference") labels.add(String(child.meta?.label));
      }
      if (tokens[at]?.level === 0 && tokens[at]?.nesting !== -1) break;
    }
    const asides = notes.order
      .filter((label) => labels.has(label) && !placed.has(label))
      .map((label) => {
        placed.add(label);
        const aside = new state.Token("note", "aside", 0);
        aside.meta = { label };
        return aside;
      });
    return [token, ...asides];
  });
});

markdown.core.ruler.push("demote_title", (state) => {
  const env = environment(state.env);
  for (const token of state.tokens) {
    if (token.tag !== "h1") continue;
    if (!env.isTitleAllowed) token.tag = "h2";
    if (token.nesting === -1) env.isTitleAllowed = false;
  }
});

const { rules } = markdown.renderer;

rules.note_reference = (tokens, index, _options, env) => {
  const label = String(tokens[index]?.meta?.label);
  return `<sup class="note-ref">${noteMark(label, environment(env).notes)}</sup>`;
};

rules.note = (tokens, index, _options, env) => {
  const { notes } = environment(env);
  const label = String(tokens[index]?.meta?.label);
  const text = markdown.renderInline(notes.texts.get(label) ?? "", env);
  return `<aside class="note"><sup class="note-ref">${noteMark(label, notes)}</sup>${text}</aside>`;
};

rules.link_open = (tokens, index, options, _env, renderer) => {
  const token = tokens[index];
  const href = String(token?.attrGet("href") ?? "");
  if (token && !href.startsWith("#")) {
    token.attrSet("target", "_blank");
    token.attrSet("rel", "noopener noreferrer");
  }
  return renderer.renderToken(tokens, index, options);
};

const renderImage = rules.image;
rules.image = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  const source = String(token?.attrGet("src") ?? "");
  const isElsewhere = /^[a-z][\w+.-]*:|^[/\\]{2}/i.test(source) && !/^(?:data:image\/|blob:)/i.test(source);
  if (token && (isElsewhere || !renderImage)) {
    const alt = renderer.renderInlineAsText(token.children ?? [], options, env);
    return `<span class="away">Picture not shown, it is on another host: ${markdown.utils.escapeHtml(alt || source)}</span>`;
  }
  return renderImage?.(tokens, index, options, env, renderer) ?? "";
};

rules.table_open = () => '<div class="table-scroll"><table>\n';
rules.table_close = () => "</table></div>\n";

export interface RenderOptions {
  /** Whether a `#` heading here may be the h1 of the page; there is one, all others become h2. @default false */
  isTitleAllowed?: boolean;
  /** Without it formulas are shown as they are written. */
  renderMath?: RenderMath;
}

export function renderMarkdown(
  text: string,
  options: RenderOptions = {},
): { html: string; hasMath: boolean } {
  const { body, texts } = takeNotes(text);
  const env: Environment = {
    notes: { texts, order: [] },
    isTitleAllowed: options.isTitleAllowed ?? false,
    ...(options.renderMath && { renderMath: options.renderMath }),
    hasMath: false,
  };
  const html = markdown.render(body, env);
  return { html, hasMath: env.hasMath };
}

/** The author's own number, which may run through the whole notebook; a word is counted within its cell. */
function noteMark(label: string, notes: Notes): string {
  return /^\d{1,3}$/.test(label) ? label : String(notes.order.indexOf(label) + 1);
}

/** Splits off the lines `[^label]: text`, leaving fenced code alone. */
function takeNotes(text: string): { body: string; texts: Map<string, string> } {
  const texts = new Map<string, string>();
  if (!text.includes("[^")) return { body: text, texts };
  let fence: string | undefined;
  const kept = text.split(/\r\n?|\n/).filter((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
    }
    const note = fence === undefined ? /^\[\^([\w-]+)\]:\s+(.+)$/.exec(line) : null;
    if (!note) return true;
    texts.set(note[1] ?? "", note[2] ?? "");
    return false;
  });
  return { body: kept.join("\n"), texts };
}
