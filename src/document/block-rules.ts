// Which lines each block of Markdown takes: a port of the structure of markdown-it 15's block rules,
// without its tokens. scan-fences.ts compares the two on random Markdown. Rules are tried in order;
// a rule returns the line after its block, or undefined. `interrupts` is the same rule asked only
// whether it would begin here.
import { type BlockLines, isBlankCode } from "./block-lines.ts";
import { htmlBlockRule } from "./html-blocks.ts";
import { linkDefinitionEnd } from "./link-definition.ts";
import { isTableStart, passTable } from "./table-block.ts";

const MAX_NESTING = 100;
/** A top-level quote is looked at in windows of this many lines, so that lazy lines cost linear time. */
const FIRST_QUOTE_WINDOW = 64;

export interface TopBlock {
  readonly type: "fence" | "html";
  readonly startLine: number;
  readonly endLine: number;
  /** False when the end of the text ended it. */
  readonly isClosed: boolean;
}

type Parent = "root" | "paragraph" | "reference" | "quote" | "list" | "table";
type Interrupter = "table" | "fence" | "quote" | "hr" | "list" | "html" | "heading";

const INTERRUPTS_PARAGRAPH: Interrupter[] = ["table", "fence", "quote", "hr", "list", "html", "heading"];
const INTERRUPTS_QUOTE: Interrupter[] = ["fence", "quote", "hr", "list", "html", "heading"];
const INTERRUPTS_LIST: Interrupter[] = ["fence", "quote", "hr"];

export class BlockReader {
  readonly lines: BlockLines;
  readonly topBlocks: TopBlock[] = [];
  indent = 0;
  #listIndent = -1;
  #lineMax: number;
  #line = 0;
  #level = 0;
  #parent: Parent = "root";
  #quoteDepth = 0;

  constructor(lines: BlockLines) {
    this.lines = lines;
    this.#lineMax = lines.count;
  }

  read(): TopBlock[] {
    this.#readBlocks(0, this.lines.count);
    return this.topBlocks;
  }

  #readBlocks(startLine: number, endLine: number): void {
    let line = startLine;
    while (line < endLine) {
      while (line < this.#lineMax && this.isEmpty(line)) line++;
      this.#line = line;
      if (line >= endLine || this.lines.indent[line]! < this.indent) break;
      if (this.#level >= MAX_NESTING) {
        this.#line = endLine;
        break;
      }
      this.#line = this.#readBlock(line, endLine);
      line = this.#line;
      if (line < endLine && this.isEmpty(line)) this.#line = ++line;
    }
  }

  #readBlock(line: number, endLine: number): number {
    return (
      passTable(this, line, endLine) ??
      this.#indentedCode(line, endLine) ??
      this.#fence(line, endLine) ??
      this.#quote(line, endLine) ??
      (this.#isRule(line) ? line + 1 : undefined) ??
      this.#list(line, endLine) ??
      this.#linkDefinition(line) ??
      this.#html(line, endLine) ??
      (this.#isHeading(line) ? line + 1 : undefined) ??
      this.#setextHeading(line, endLine) ??
      this.#paragraph(line, endLine)
    );
  }

  isEmpty(line: number): boolean {
    const { begin, shift, end } = this.lines;
    return begin[line]! + shift[line]! >= end[line]!;
  }

  contentStart(line: number): number {
    return this.lines.begin[line]! + this.lines.shift[line]!;
  }

  /** Indented by four columns or more: never the beginning of a block. */
  isIndented(line: number): boolean {
    return this.lines.indent[line]! - this.indent >= 4;
  }

  content(line: number): string {
    return this.lines.text.slice(this.contentStart(line), this.lines.end[line]);
  }

  interruptsTable(line: number, endLine: number): boolean {
    const before = this.#parent;
    this.#parent = "table";
    const isInterrupted = this.#isInterrupted(INTERRUPTS_QUOTE, line, endLine);
    this.#parent = before;
    return isInterrupted;
  }

  #isInterrupted(rules: Interrupter[], line: number, endLine: number): boolean {
    return rules.some((rule) => this.#interrupts(rule, line, endLine));
  }

  #interrupts(rule: Interrupter, line: number, endLine: number): boolean {
    switch (rule) {
      case "table":
        return isTableStart(this, line, endLine);
      case "fence":
        return this.#fenceMarker(line) !== undefined;
      case "quote":
        return this.#isQuote(line);
      case "hr":
        return this.#isRule(line);
      case "list":
        return this.#listMarker(line, true) !== undefined;
      case "html":
        return this.#htmlRule(line)?.interruptsParagraph ?? false;
      case "heading":
        return this.#isHeading(line);
    }
  }

  #indentedCode(line: number, endLine: number): number | undefined {
    if (!this.isIndented(line)) return undefined;
    let last = line + 1;
    for (let next = last; next < endLine; next++) {
      if (this.isEmpty(next)) continue;
      if (!this.isIndented(next)) break;
      last = next + 1;
    }
    return last;
  }

  #fenceMarker(line: number): { code: number; length: number } | undefined {
    if (this.isIndented(line)) return undefined;
    const start = this.contentStart(line);
    const code = this.lines.text.charCodeAt(start);
    if (code !== 126 && code !== 96) return undefined;
    const length = this.#skipCode(start, code) - start;
    if (length < 3) return undefined;
    // a backtick after the marker makes it inline code
    if (code === 96 && this.lines.text.slice(start + length, this.lines.end[line]).includes("`"))
      return undefined;
    return { code, length };
  }

  #fence(line: number, endLine: number): number | undefined {
    const marker = this.#fenceMarker(line);
    if (!marker) return undefined;
    let next = line + 1;
    let isClosed = false;
    for (; next < endLine && !isClosed; next++) {
      const start = this.contentStart(next);
      if (start < this.lines.end[next]! && this.lines.indent[next]! < this.indent) break;
      isClosed = this.#closesFence(next, start, marker);
    }
    this.#addTopBlock("fence", line, next, isClosed);
    return next;
  }

  #closesFence(line: number, start: number, marker: { code: number; length: number }): boolean {
    if (this.lines.text.charCodeAt(start) !== marker.code || this.isIndented(line)) return false;
    const end = this.#skipCode(start, marker.code);
    return end - start >= marker.length && this.#skipBlanks(end) >= this.lines.end[line]!;
  }

  #addTopBlock(type: "fence" | "html", startLine: number, endLine: number, isClosed: boolean): void {
    if (this.#level === 0) this.topBlocks.push({ type, startLine, endLine, isClosed });
  }

  #isQuote(line: number): boolean {
    return !this.isIndented(line) && this.lines.text[this.contentStart(line)] === ">";
  }

  #quote(line: number, endLine: number): number | undefined {
    if (!this.#isQuote(line)) return undefined;
    if (this.#quoteDepth > 0) return this.#quoteWithin(line, endLine);
    for (let window = FIRST_QUOTE_WINDOW; ; window *= 4) {
      const bound = Math.min(endLine, line + window);
      const end = this.#quoteWithin(line, bound);
      // a quote that ended well before the window's end never looked beyond it
      if (bound === endLine || end < bound - 2) return end;
    }
  }

  #quoteWithin(startLine: number, endLine: number): number {
    const { begin, end, shift, indent, base } = this.lines;
    const before: [number, number, number, number][] = [];
    const keep = (line: number) => before.push([begin[line]!, shift[line]!, indent[line]!, base[line]!]);
    const outer = { lineMax: this.#lineMax, parent: this.#parent, indent: this.indent };
    this.#parent = "quote";
    let wasLastEmpty = false;
    let line = startLine;
    for (; line < endLine; line++) {
      const start = this.contentStart(line);
      if (start >= end[line]!) break;
      const isOutdented = indent[line]! < this.indent;
      if (this.lines.text.charCodeAt(start) === 62 && !isOutdented) {
        keep(line);
        wasLastEmpty = this.#enterQuotedLine(line, start + 1);
        continue;
      }
      if (wasLastEmpty) break;
      if (this.#isInterrupted(INTERRUPTS_QUOTE, line, endLine)) {
        this.#lineMax = line;
        if (this.indent !== 0) {
          keep(line);
          indent[line]! -= this.indent;
        }
        break;
      }
      keep(line);
      indent[line] = -1; // a lazy line: it can only go on with a paragraph
    }
    this.indent = 0;
    this.#level++;
    this.#quoteDepth++;
    this.#readBlocks(startLine, line);
    this.#quoteDepth--;
    this.#level--;
    this.#lineMax = outer.lineMax;
    this.#parent = outer.parent;
    this.indent = outer.indent;
    for (const [index, kept] of before.entries()) {
      const at = startLine + index;
      [begin[at], shift[at], indent[at], base[at]] = kept;
    }
    return this.#line;
  }

  /** Moves a line's beginning past its `>`; returns whether nothing is left of it. */
  #enterQuotedLine(line: number, afterMarker: number): boolean {
    const { text, begin, end, shift, indent, base } = this.lines;
    let at = afterMarker;
    let initial = indent[line]! + 1;
    let isTabSplit = false;
    const next = text.charCodeAt(at);
    const hasBlank = isBlankCode(next);
    if (next === 32 || (next === 9 && (base[line]! + initial) % 4 === 3)) {
      at++;
      initial++;
    } else if (next === 9) isTabSplit = true;
    begin[line] = at;
    let offset = initial;
    for (; at < end[line]! && isBlankCode(text.charCodeAt(at)); at++) {
      offset += text.charCodeAt(at) === 9 ? 4 - ((offset + base[line]! + (isTabSplit ? 1 : 0)) % 4) : 1;
    }
    base[line] = indent[line]! + 1 + (hasBlank ? 1 : 0);
    indent[line] = offset - initial;
    shift[line] = at - begin[line]!;
    return at >= end[line]!;
  }

  #isRule(line: number): boolean {
    return (
      !this.isIndented(line) &&
      /^(?:\*[ \t]*){3,}$|^(?:-[ \t]*){3,}$|^(?:_[ \t]*){3,}$/.test(this.#ruleText(line))
    );
  }

  /** The content of a line that could be a thematic break, else "": most lines need no slice. */
  #ruleText(line: number): string {
    const code = this.lines.text.charCodeAt(this.contentStart(line));
    return code === 42 || code === 45 || code === 95 ? this.content(line) : "";
  }

  #listMarker(line: number, asInterruption: boolean): { isOrdered: boolean; after: number } | undefined {
    const indent = this.lines.indent[line]!;
    if (this.isIndented(line)) return undefined;
    if (this.#listIndent >= 0 && indent - this.#listIndent >= 4 && indent < this.indent) return undefined;
    const marker = this.#markerAt(line);
    if (!marker) return undefined;
    // only a list that begins with 1 and has text can interrupt a paragraph
    if (asInterruption && this.#parent === "paragraph" && indent >= this.indent) {
      const start = this.contentStart(line);
      if (marker.isOrdered && Number(this.lines.text.slice(start, marker.after - 1)) !== 1) return undefined;
      if (this.#skipBlanks(marker.after) >= this.lines.end[line]!) return undefined;
    }
    return marker;
  }

  #markerAt(line: number): { isOrdered: boolean; after: number } | undefined {
    const { text, end } = this.lines;
    const start = this.contentStart(line);
    let at = start;
    while (at < end[line]! && isDigit(text.charCodeAt(at))) if (++at - start >= 10) return undefined;
    const isOrdered = at > start;
    if (at >= end[line]! || !(isOrdered ? ").".includes(text[at]!) : "*-+".includes(text[at]!)))
      return undefined;
    at++;
    if (at < end[line]! && !isBlankCode(text.charCodeAt(at))) return undefined;
    return { isOrdered, after: at };
  }

  #list(startLine: number, endLine: number): number | undefined {
    const first = this.#listMarker(startLine, false);
    if (!first) return undefined;
    const character = this.lines.text[first.after - 1];
    const parent = this.#parent;
    this.#parent = "list";
    let line = startLine;
    let { after } = first;
    for (;;) {
      line = this.#listItem(line, after, endLine);
      if (line >= endLine || this.lines.indent[line]! < this.indent || this.isIndented(line)) break;
      if (this.#isInterrupted(INTERRUPTS_LIST, line, endLine)) break;
      const marker = this.#markerAt(line);
      if (!marker || marker.isOrdered !== first.isOrdered) break;
      if (this.lines.text[marker.after - 1] !== character) break;
      ({ after } = marker);
    }
    this.#parent = parent;
    return line;
  }

  #listItem(line: number, afterMarker: number, endLine: number): number {
    const { text, begin, end, shift, indent, base } = this.lines;
    const initial = indent[line]! + afterMarker - this.contentStart(line);
    let offset = initial;
    let at = afterMarker;
    for (; at < end[line]! && isBlankCode(text.charCodeAt(at)); at++) {
      offset += text.charCodeAt(at) === 9 ? 4 - ((offset + base[line]!) % 4) : 1;
    }
    const isEmptyStart = at >= end[line]!;
    const gap = isEmptyStart || offset - initial > 4 ? 1 : offset - initial;
    const before = { shift: shift[line]!, indent: indent[line]!, listIndent: this.#listIndent };
    this.#listIndent = this.indent;
    this.indent = initial + gap;
    shift[line] = at - begin[line]!;
    indent[line] = offset;
    this.#level += 2;
    if (isEmptyStart && this.isEmpty(line + 1)) this.#line = Math.min(line + 2, endLine);
    else this.#readBlocks(line, endLine);
    this.#level -= 2;
    this.indent = this.#listIndent;
    this.#listIndent = before.listIndent;
    shift[line] = before.shift;
    indent[line] = before.indent;
    return this.#line;
  }

  #linkDefinition(line: number): number | undefined {
    if (this.isIndented(line)) return undefined;
    const { text, end } = this.lines;
    const definition = {
      text,
      continuation: (next: number) => this.#continuation(next),
      endOf: (next: number) => Math.min(end[next]! + 1, text.length),
    };
    return linkDefinitionEnd(definition, line, this.contentStart(line));
  }

  #continuation(line: number): number {
    if (line >= this.#lineMax || this.isEmpty(line)) return -1;
    const indent = this.lines.indent[line]!;
    if (indent - this.indent <= 3 && indent >= 0) {
      const before = this.#parent;
      this.#parent = "reference";
      const isInterrupted = this.#isInterrupted(INTERRUPTS_PARAGRAPH, line, this.#lineMax);
      this.#parent = before;
      if (isInterrupted) return -1;
    }
    return this.contentStart(line);
  }

  #htmlRule(line: number) {
    if (this.isIndented(line) || this.lines.text[this.contentStart(line)] !== "<") return undefined;
    return htmlBlockRule(this.content(line));
  }

  #html(line: number, endLine: number): number | undefined {
    const rule = this.#htmlRule(line);
    if (!rule) return undefined;
    let isClosed = rule.ends.test(this.content(line));
    let next = line + 1;
    for (; !isClosed && next < endLine; next++) {
      const isOutdented = this.lines.indent[next]! < this.indent;
      if (isOutdented && (rule.closer === undefined || !this.isEmpty(next))) break;
      isClosed = rule.ends.test(this.content(next));
      if (isClosed && this.isEmpty(next)) break; // the blank line that ends it is not its own
    }
    this.#addTopBlock("html", line, next, isClosed || rule.closer === undefined);
    return next;
  }

  #isHeading(line: number): boolean {
    if (this.lines.text[this.contentStart(line)] !== "#" || this.isIndented(line)) return false;
    return /^#{1,6}(?:[ \t]|$)/.test(this.content(line));
  }

  #setextHeading(line: number, endLine: number): number | undefined {
    if (this.isIndented(line)) return undefined;
    const next = this.#paragraphEnd(line, endLine, true);
    return next.isUnderlined ? next.line + 1 : undefined;
  }

  #paragraph(line: number, endLine: number): number {
    return this.#paragraphEnd(line, endLine, false).line;
  }

  #paragraphEnd(
    start: number,
    endLine: number,
    stopsAtUnderline: boolean,
  ): { line: number; isUnderlined: boolean } {
    const parent = this.#parent;
    this.#parent = "paragraph";
    let isUnderlined = false;
    let line = start + 1;
    for (; line < endLine && !this.isEmpty(line); line++) {
      const indent = this.lines.indent[line]!;
      if (indent - this.indent > 3) continue;
      isUnderlined = stopsAtUnderline && indent >= this.indent && this.#isUnderline(line);
      if (isUnderlined) break;
      if (indent >= 0 && this.#isInterrupted(INTERRUPTS_PARAGRAPH, line, endLine)) break;
    }
    this.#parent = parent;
    return { line, isUnderlined };
  }

  #isUnderline(line: number): boolean {
    const start = this.contentStart(line);
    const code = this.lines.text.charCodeAt(start);
    if (code !== 45 && code !== 61) return false;
    return this.#skipBlanks(this.#skipCode(start, code)) >= this.lines.end[line]!;
  }

  #skipCode(from: number, code: number): number {
    let at = from;
    while (this.lines.text.charCodeAt(at) === code) at++;
    return at;
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (isBlankCode(this.lines.text.charCodeAt(at))) at++;
    return at;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
