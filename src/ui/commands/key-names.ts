// Keys as text: "Mod-Shift-k", "d d", "?". Mod is Cmd on a Mac and Ctrl elsewhere; a space parts the strokes of a
// sequence. A letter is written small with Shift- before it; a sign that needs Shift is itself, or Shift- and the sign
// on the key: "?" and "Shift-/" are one stroke.

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const signsOfCodes: Record<string, string> = {
  Minus: "-",
  Equal: "=",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
  Semicolon: ";",
  Quote: "'",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Backquote: "`",
  Space: "Space",
};

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/** The names of a stroke, the one that a person would write first; none for a modifier alone. */
export function strokesOf(event: KeyPress): string[] {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Unidentified"].includes(event.key)) return [];
  const { ctrlKey, altKey, metaKey } = event;
  const held = { ctrlKey, altKey, metaKey };
  const onKey = keyOfCode(event.code);
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.length > 1) return [name({ ...held, shiftKey: event.shiftKey }, key)];
  const isPlain = key >= "!" && key <= "~"; // Alt on a Mac gives another character
  if (/[a-z]/.test(key) || !isPlain || !event.shiftKey)
    return [name({ ...held, shiftKey: event.shiftKey }, isPlain ? key : (onKey ?? key))];
  const asSign = name({ ...held, shiftKey: false }, key);
  const withShift = onKey === undefined ? [] : [name({ ...held, shiftKey: true }, onKey)];
  return ctrlKey || altKey || metaKey ? [...withShift, asSign] : [asSign, ...withShift];
}

/** One way of writing each key: Mod replaced, the modifiers in one order. */
export function normalizeKeys(keys: string): string {
  return keys
    .split(" ")
    .map((stroke) => {
      const parts = stroke.split(/-(?!$)/);
      const held = new Set(
        parts.slice(0, -1).map((each) => (each === "Mod" ? (isMac ? "Meta" : "Ctrl") : each)),
      );
      return name(
        {
          ctrlKey: held.has("Ctrl"),
          altKey: held.has("Alt"),
          metaKey: held.has("Meta"),
          shiftKey: held.has("Shift"),
        },
        parts.at(-1) ?? "",
      );
    })
    .join(" ");
}

const shown: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Meta: isMac ? "⌘" : "Meta",
  Alt: isMac ? "⌥" : "Alt",
};

/** "Ctrl Shift K", "D D": for a person to read. */
export function showKeys(keys: string): string {
  return normalizeKeys(keys)
    .split(" ")
    .flatMap((stroke) => stroke.split(/-(?!$)/))
    .map((part) => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

/** A stroke that writes a character where text is edited. */
export function isTypedStroke(stroke: string): boolean {
  const parts = stroke.split(/-(?!$)/);
  const key = parts.at(-1) ?? "";
  return (key.length === 1 || key === "Space") && parts.slice(0, -1).every((each) => each === "Shift");
}

function name(held: Omit<KeyPress, "key" | "code">, key: string): string {
  return (
    (held.altKey ? "Alt-" : "") +
    (held.ctrlKey ? "Ctrl-" : "") +
    (held.metaKey ? "Meta-" : "") +
    (held.shiftKey ? "Shift-" : "") +
    key
  );
}

function keyOfCode(code: string): string | undefined {
  const match = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  return match?.[1]?.toLowerCase() ?? match?.[2] ?? signsOfCodes[code];
}
