// The seven ways in which an HTML block begins in Markdown, and how each ends (CommonMark 4.6).

export interface HtmlBlockRule {
  readonly begins: RegExp;
  readonly ends: RegExp;
  readonly interruptsParagraph: boolean;
  /** A line that ends the block; undefined where a blank line does. */
  readonly closer?: (firstLine: string) => string;
}

const BLOCK_TAGS =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|" +
  "fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|" +
  "main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|" +
  "title|tr|track|ul";
const ATTRIBUTE = `\\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\\s*=\\s*(?:[^"'=<>\`\\x00-\\x20]+|'[^']*'|"[^"]*"))?`;
const OPEN_TAG = `<[A-Za-z][A-Za-z0-9\\-]*(?:${ATTRIBUTE})*\\s*\\/?>`;
const CLOSE_TAG = "<\\/[A-Za-z][A-Za-z0-9\\-]*\\s*>";

const RULES: readonly HtmlBlockRule[] = [
  {
    begins: /^<(script|pre|style|textarea)(?=(\s|>|$))/i,
    ends: /<\/(script|pre|style|textarea)>/i,
    interruptsParagraph: true,
    closer: (line) => `</${/^<(\w+)/.exec(line)?.[1] ?? "pre"}>`,
  },
  { begins: /^<!--/, ends: /-->/, interruptsParagraph: true, closer: () => "-->" },
  { begins: /^<\?/, ends: /\?>/, interruptsParagraph: true, closer: () => "?>" },
  { begins: /^<![A-Za-z]/, ends: />/, interruptsParagraph: true, closer: () => ">" },
  { begins: /^<!\[CDATA\[/, ends: /\]\]>/, interruptsParagraph: true, closer: () => "]]>" },
  { begins: new RegExp(`^</?(${BLOCK_TAGS})(?=(\\s|/?>|$))`, "i"), ends: /^$/, interruptsParagraph: true },
  { begins: new RegExp(`^(?:${OPEN_TAG}|${CLOSE_TAG})\\s*$`), ends: /^$/, interruptsParagraph: false },
];

/** The rule under which a line begins an HTML block. The NUL that markdown-it replaces is replaced here too. */
export function htmlBlockRule(line: string): HtmlBlockRule | undefined {
  const text = line.replaceAll("\0", "\uFFFD");
  return RULES.find((rule) => rule.begins.test(text));
}
