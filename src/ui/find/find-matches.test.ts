import fc from "fast-check";
import { expect, test } from "vitest";
import { compileQuery, findSpans, type Query, replaceSpans } from "#ui/find/find-matches.ts";

const plain: Query = { text: "", isCaseSensitive: false, isWholeWord: false, isPattern: false };

function pattern(query: Partial<Query>): RegExp {
  const compiled = compileQuery({ ...plain, ...query });
  if (!(compiled instanceof RegExp)) throw new Error("a pattern was expected");
  return compiled;
}
const found = (text: string, query: Partial<Query>) =>
  findSpans(text, pattern(query)).map(({ from, to }) => text.slice(from, to));

test("case and whole words count when they are asked for", () => {
  const text = "loss = Loss + my_loss + loss2 + größe";
  expect(found(text, { text: "loss" })).toEqual(["loss", "Loss", "loss", "loss"]);
  expect(found(text, { text: "loss", isCaseSensitive: true })).toEqual(["loss", "loss", "loss"]);
  expect(found(text, { text: "loss", isWholeWord: true })).toEqual(["loss", "Loss"]);
  expect(found(text, { text: "gr", isWholeWord: true })).toEqual([]);
});

test("a text is found as it is, whatever signs are in it", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (text, before, after) => {
      const spans = findSpans(before + text + after, pattern({ text, isCaseSensitive: true }));
      expect(spans.length).toBeGreaterThan(0);
      for (const { from, to } of spans) expect((before + text + after).slice(from, to)).toBe(text);
    }),
  );
});

test("replacing every match is what split and join give", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "$", "\n", "&"), maxLength: 30 });
  const some = fc.string({ unit: fc.constantFrom("a", "b", "$"), minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(letters, some, letters, (text, wanted, replacement) => {
      const result = replaceSpans(text, pattern({ text: wanted, isCaseSensitive: true }), replacement, false);
      expect(result).toBe(text.split(wanted).join(replacement));
    }),
  );
});

test("a pattern replaces as String.replace does, and sees what is around a match", () => {
  const text = "epochs: 40\nepochs: 8\nsteps: 3";
  const regex = pattern({ text: "^(?<key>epochs): (\\d+)$", isPattern: true });
  for (const template of ["$<key>: ${2}0", "$2 $$ $&", "$3", "n"]) {
    expect(replaceSpans(text, regex, template, true)).toBe(text.replace(regex, template));
  }
  const second = findSpans(text, regex)[1];
  expect(replaceSpans(text, regex, "$1: 1", true, ({ from }) => from === second?.from)).toBe(
    "epochs: 40\nepochs: 1\nsteps: 3",
  );
});

test("a pattern that is none says why and what to do; nothing to find is no error", () => {
  expect(compileQuery({ ...plain, text: "f(", isPattern: true })).toEqual({
    error: "Not a regular expression: unterminated group. Write \\ before a sign that is meant itself.",
  });
  expect(compileQuery(plain)).toBeUndefined();
  expect(found("a-b]", { text: "\\-b]", isPattern: true })).toEqual(["-b]"]);
  expect(found("aaa", { text: "x*", isPattern: true })).toEqual([]);
});
