// A value as a person reads it: JavaScript literals, cut where they are long, never endless.

export interface InspectLimits {
  /** Nested objects shown before "…". @default 4 */
  depth?: number;
  /** Items of an array or object shown. @default 50 */
  items?: number;
  /** Characters of the whole text. @default 20_000 */
  characters?: number;
}

export function inspect(
  value: unknown,
  { depth = 4, items = 50, characters = 20_000 }: InspectLimits = {},
): string {
  const open = new Set<unknown>();
  const text = show(value, depth);
  return text.length > characters ? `${text.slice(0, characters)}… (${text.length} characters)` : text;

  function show(item: unknown, left: number): string {
    try {
      return showAny(item, left);
    } catch (error) {
      return `[unreadable: ${error instanceof Error ? error.message : String(error)}]`;
    }
  }

  function showAny(item: unknown, left: number): string {
    if (typeof item === "string") return open.size === 0 ? item : JSON.stringify(item);
    if (typeof item === "bigint") return `${item}n`;
    if (typeof item === "function") return `ƒ ${item.name || "(anonymous)"}`;
    if (typeof item === "symbol") return item.toString();
    if (Object.is(item, -0)) return "-0";
    if (item === null || typeof item !== "object") return String(item);
    if (item instanceof Error) return `${item.name}: ${item.message}`;
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? "Invalid Date" : item.toISOString();
    if (item instanceof RegExp) return String(item);
    if (open.has(item)) return "[circular]";
    if (left === 0) return Array.isArray(item) ? "[…]" : "{…}";
    open.add(item);
    try {
      return showObject(item, left - 1);
    } finally {
      open.delete(item);
    }
  }

  function showObject(item: object, left: number): string {
    if (item instanceof Map)
      return `Map(${item.size}) ${list([...item], ([k, v]) => `${show(k, left)} => ${show(v, left)}`, "{", "}")}`;
    if (item instanceof Set)
      return `Set(${item.size}) ${list([...item], (entry) => show(entry, left), "{", "}")}`;
    if (ArrayBuffer.isView(item) && !(item instanceof DataView)) {
      const array = item as unknown as ArrayLike<number>;
      const shown = Array.from({ length: Math.min(items, array.length) }, (_, i) => String(array[i]));
      const more = array.length > shown.length ? `, … ${array.length - shown.length} more` : "";
      return `${item.constructor.name}(${array.length}) [${shown.join(", ")}${more}]`;
    }
    if (Array.isArray(item)) return list(item, (entry) => show(entry, left), "[", "]");
    const name = (Object.getPrototypeOf(item) as { constructor?: { name?: string } } | null)?.constructor
      ?.name;
    const prefix = name && name !== "Object" ? `${name} ` : "";
    const key = (text: string) => (/^[A-Za-z_$][\w$]*$/.test(text) ? text : JSON.stringify(text));
    return prefix + list(Object.entries(item), ([k, v]) => `${key(k)}: ${show(v, left)}`, "{", "}");
  }

  function list<T>(entries: readonly T[], one: (entry: T) => string, start: string, end: string): string {
    if (entries.length === 0) return start + end;
    const shown = entries.slice(0, items).map(one);
    if (entries.length > items) shown.push(`… ${entries.length - items} more`);
    const line = shown.join(", ");
    const pad = start === "{" ? " " : "";
    if (line.length <= 90 && !line.includes("\n")) return `${start}${pad}${line}${pad}${end}`;
    return `${start}\n${shown.map((text) => `  ${text.replaceAll("\n", "\n  ")}`).join(",\n")}\n${end}`;
  }
}
