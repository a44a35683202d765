// The headings of a prose cell, for the outline, without rendering it.

export interface Heading {
  /** 1 for `#`. */
  level: number;
  text: string;
}

/** ATX headings outside fences, in order; marks of emphasis and code are taken off. */
export function findHeadings(markdown: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n?|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      continue;
    }
    const match = fence === undefined ? /^ {0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/.exec(line) : null;
    if (match) headings.push({ level: match[1]?.length ?? 1, text: plain(match[2] ?? "") });
  }
  return headings;
}

/** Makes the first line with text a heading of this level. */
export function setHeadingLevel(markdown: string, level: number): string {
  return markdown.replace(/^(\s*)(?:#{1,6}(?=[ \t]|$)[ \t]*)?/, `$1${"#".repeat(level)} `);
}

function plain(text: string): string {
  return text
    .replace(/\[\^[\w-]+\]/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`]|(?<!\w)_|_(?!\w)/g, "")
    .trim();
}
