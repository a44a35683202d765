// Draws the matches of a cell: in its editor where there is one, else over the still text by the browser's
// highlights (`::highlight(find)` in blocks.css), which change no element.
import type { CellView } from "#session/session-view.ts";
import type { CodeEditor } from "#ui/editor/code-editor.ts";
import type { FindState, Match } from "#ui/find/find-state.svelte.ts";

/** To be called in an effect: it draws again when the matches change. @returns what takes the marks away */
export function paintMatches(
  find: FindState,
  cell: CellView,
  element: HTMLElement,
  editor: CodeEditor | undefined,
): (() => void) | undefined {
  const matches = find.matchesIn(cell.id);
  const current = find.current?.cell === cell.id ? find.current : undefined;
  if (editor) {
    editor.setMatches(matches, current);
    if (current && find.takeAwaited()) {
      editor.reveal(current);
      element.scrollIntoView({ block: "nearest" });
    }
    return undefined;
  }
  if (matches.length === 0 || !("highlights" in CSS)) return undefined;
  const ranges = cell.type === "code" ? sourceRanges(element, matches) : proseRanges(element, matches, find);
  const isCurrent = current ? matches.indexOf(current) : -1;
  for (const [index, range] of ranges.entries())
    highlight(index === isCurrent ? "find-current" : "find").add(range);
  if (current && find.takeAwaited()) {
    // Without a place of its own (in an image's address, say) a match in prose shows its cell.
    const at = ranges[isCurrent]?.startContainer.parentElement ?? element;
    at.scrollIntoView({ block: "center", inline: "nearest" });
  }
  return () => {
    for (const range of ranges) for (const name of ["find", "find-current"]) highlight(name).delete(range);
  };
}

function highlight(name: string): Highlight {
  let known = CSS.highlights.get(name);
  if (!known) CSS.highlights.set(name, (known = new Highlight()));
  return known;
}

/** The still source has an element for each line, and no line ends. */
function sourceRanges(element: HTMLElement, matches: readonly Match[]): Range[] {
  const lines = [...element.querySelectorAll(".code .l")];
  let start = 0;
  const starts = lines.map((line) => {
    const from = start;
    start += (line.textContent?.length ?? 0) + 1;
    return from;
  });
  return matches.flatMap(({ from, to }) => {
    const first = lineAt(starts, from);
    const last = lineAt(starts, to);
    const begin = lines[first] && placeIn(lines[first], from - starts[first]!);
    const end = lines[last] && placeIn(lines[last], to - starts[last]!);
    return begin && end ? [rangeOf(begin, end)] : [];
  });
}

/** Rendered prose has lost its marks: the pattern is looked for anew in what can be read. */
function proseRanges(element: HTMLElement, matches: readonly Match[], find: FindState): Range[] {
  const prose = element.querySelector(".prose");
  if (!prose || matches.length === 0) return [];
  // A formula is written twice, once for screen readers.
  const isShown = (node: Node) =>
    node.parentElement?.closest(".katex") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT, isShown);
  const ranges: Range[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { from, to } of find.spansIn((node as Text).data))
      ranges.push(rangeOf({ node, offset: from }, { node, offset: to }));
  }
  return ranges;
}

interface Place {
  node: Node;
  offset: number;
}

function placeIn(line: Element, offset: number): Place {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let left = offset;
  let last: Place = { node: line, offset: 0 };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left <= length) return { node, offset: left };
    left -= length;
    last = { node, offset: length };
  }
  return last;
}

function lineAt(starts: readonly number[], offset: number): number {
  const index = starts.findIndex((start) => start > offset);
  return index === -1 ? starts.length - 1 : index - 1;
}

function rangeOf(begin: Place, end: Place): Range {
  const range = document.createRange();
  range.setStart(begin.node, begin.offset);
  range.setEnd(end.node, end.offset);
  return range;
}
