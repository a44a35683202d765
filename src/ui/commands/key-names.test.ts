import { expect, test } from "vitest";
import { isTypedStroke, normalizeKeys, showKeys, strokesOf } from "#ui/commands/key-names.ts";

function press(
  key: string,
  code: string,
  held: Partial<Record<"ctrl" | "alt" | "meta" | "shift", true>> = {},
) {
  return strokesOf({
    key,
    code,
    ctrlKey: held.ctrl ?? false,
    altKey: held.alt ?? false,
    metaKey: held.meta ?? false,
    shiftKey: held.shift ?? false,
  });
}

test("letters are small, with Shift written out; a modifier alone is no stroke", () => {
  expect(press("j", "KeyJ")).toEqual(["j"]);
  expect(press("M", "KeyM", { shift: true })).toEqual(["Shift-m"]);
  expect(press("k", "KeyK", { ctrl: true })).toEqual(["Ctrl-k"]);
  expect(press("Enter", "Enter", { shift: true })).toEqual(["Shift-Enter"]);
  expect(press("Shift", "ShiftLeft", { shift: true })).toEqual([]);
});

test("a sign that needs Shift is itself, and the key it stands on", () => {
  expect(press("?", "Slash", { shift: true })).toEqual(["?", "Shift-/"]);
  expect(press("_", "Minus", { ctrl: true, shift: true })).toEqual(["Ctrl-Shift--", "Ctrl-_"]);
  // a French keyboard writes figures with Shift
  expect(press("1", "Digit1", { shift: true })[0]).toBe("1");
});

test("Alt on a Mac writes another character: the key counts", () => {
  expect(press("ƒ", "KeyF", { alt: true })).toEqual(["Alt-f"]);
});

test("the order of modifiers and Mod do not matter; a minus sign is a key too", () => {
  expect(normalizeKeys("Shift-Mod-z")).toBe(normalizeKeys("Mod-Shift-z"));
  expect(normalizeKeys("Ctrl-Shift--")).toBe("Ctrl-Shift--");
  expect(normalizeKeys("d d")).toBe("d d");
});

test("keys are shown for people", () => {
  expect(showKeys("d d")).toBe("D D");
  expect(showKeys("Alt-ArrowUp")).toMatch(/ ↑$/);
  expect(showKeys("Ctrl-Shift--")).toBe("Ctrl Shift -");
});

test("only what would write a character is typing", () => {
  for (const stroke of ["a", "Shift-m", "?", "Space"]) expect(isTypedStroke(stroke)).toBe(true);
  for (const stroke of ["Ctrl-a", "Enter", "F8", "Alt-f"]) expect(isTypedStroke(stroke)).toBe(false);
});
