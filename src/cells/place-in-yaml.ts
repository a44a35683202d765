// Where in a form one is typing: the keys that lead there, found in text that need not be YAML yet.

export interface YamlPlace {
  /** Keys and, from 0, indices that lead to the map, the list or the value that is being typed. */
  path: (string | number)[];
  /** A key, or the value behind one or of a list. */
  what: "key" | "value";
  /** What is typed of it, and where it begins in the text. */
  typed: string;
  from: number;
}

/** @param offset of the cursor; undefined in a comment or where no key or value can stand */
export function placeInYaml(text: string, offset: number): YamlPlace | undefined {
  const before = text.slice(0, offset).replace(/\r\n?/g, "\n");
  const lines = before.split("\n");
  const line = lines.pop() ?? "";
  if (/(?:^|\s)#/.test(line.replace(/"[^"]*"|'[^']*'/g, ""))) return undefined;
  const { indent, content, item } = partsOf(line);
  const outer = outerPath(lines, item === undefined ? indent : item);
  const own = item === undefined ? outer : [...outer, itemIndex(lines, item)];
  return inFlow(content, own, offset);
}

interface LineParts {
  /** Columns before the content, with the dashes of list items. */
  indent: number;
  content: string;
  /** Column of the dash of a list item. */
  item?: number;
}

function partsOf(line: string): LineParts {
  const spaces = /^ */.exec(line)?.[0].length ?? 0;
  const dash = /^ *-(?: +|$)/.exec(line)?.[0];
  if (dash === undefined) return { indent: spaces, content: line.slice(spaces) };
  return { indent: dash.length, content: line.slice(dash.length), item: spaces };
}

/** The path of the map or list that a line of this indentation belongs to, read upwards. */
function outerPath(lines: readonly string[], indent: number): (string | number)[] {
  const path: (string | number)[] = [];
  let limit = indent;
  let isList = false;
  for (let at = lines.length - 1; at >= 0 && limit >= 0; at--) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const parts = partsOf(line);
    const key = /^("[^"]*"|'[^']*'|[^\s:{}[\],#"']+) *:(?:\s|$)/.exec(parts.content)?.[1];
    if (parts.item !== undefined && parts.item < limit && parts.indent <= limit && !isList) {
      // a key within a list item: the item is part of the path
      if (parts.indent < limit && key !== undefined) path.unshift(unquoted(key));
      path.unshift(itemIndex(lines.slice(0, at), parts.item));
      limit = parts.item;
      isList = true;
      continue;
    }
    const isOpener = key !== undefined && /:\s*$/.test(parts.content);
    const isAbove = parts.indent < limit || (isOpener && isListAt(lines, at, limit));
    if (!isOpener || !isAbove || parts.item !== undefined) continue;
    path.unshift(unquoted(key));
    limit = parts.indent;
    isList = false;
  }
  return path;
}

/** A list may stand at the indentation of its key. */
function isListAt(lines: readonly string[], opener: number, indent: number): boolean {
  const parts = partsOf(lines[opener] ?? "");
  if (parts.indent !== indent) return false;
  const next = lines.slice(opener + 1).find((line) => line.trim() !== "");
  return next !== undefined && partsOf(next).item === indent;
}

/** How many items of the same list stand above. */
function itemIndex(lines: readonly string[], column: number): number {
  let count = 0;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const parts = partsOf(line);
    if (parts.item === column) count++;
    else if ((parts.item ?? parts.indent) <= column) break;
  }
  return count;
}

/** The rest of the way, through `{ … }` and `[ … ]` on the line. */
function inFlow(content: string, outer: readonly (string | number)[], offset: number): YamlPlace | undefined {
  const path = [...outer];
  /** Open brackets: of a list the index, of a map the depth of its path. */
  const open: { sign: "{" | "["; depth: number }[] = [];
  let start = 0;
  let key: string | undefined;
  let isEnded = false;
  for (let at = 0; at < content.length; at++) {
    const sign = content[at];
    if (sign === '"' || sign === "'") {
      const end = content.indexOf(sign, at + 1);
      if (end === -1) break;
      at = end;
    } else if (sign === ":" && /\s/.test(content[at + 1] ?? " ") && at + 1 < content.length) {
      key = unquoted(content.slice(start, at).trim());
      path.push(key);
      start = at + 1;
    } else if (sign === "{" || sign === "[") {
      open.push({ sign, depth: path.length });
      if (sign === "[") path.push(0);
      start = at + 1;
      key = undefined;
    } else if (sign === "}" || sign === "]") {
      path.length = open.pop()?.depth ?? 0;
      isEnded = open.length === 0;
      key = undefined;
      start = at + 1;
    } else if (sign === ",") {
      const around = open.at(-1);
      if (!around) continue;
      if (around.sign === "[") path.splice(around.depth, Infinity, Number(path[around.depth]) + 1);
      else path.length = around.depth;
      start = at + 1;
      key = undefined;
    }
  }
  if (isEnded) return undefined; // nothing stands behind the last bracket
  const typed = content.slice(start).trimStart();
  const isItem = open.at(-1)?.sign === "[";
  return { path, what: key !== undefined || isItem ? "value" : "key", typed, from: offset - typed.length };
}

function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, "$2");
}
