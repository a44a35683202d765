import { expect, test } from "vitest";
import type { Output } from "#cell-api/outputs.ts";
import { OutputBuffer } from "./output-buffer.ts";

function buffer() {
  const clock = { ms: 0 };
  const sent: { start: number; outputs: Output[] }[] = [];
  const made = new OutputBuffer(
    (start, outputs) => void sent.push({ start, outputs }),
    () => clock.ms,
  );
  return { clock, sent, made };
}
const text = (content: string): Output => ({ type: "text", text: content });

test("a loop that prints for a second sends at most 20 times, and nothing is lost", () => {
  const { clock, sent, made } = buffer();
  for (; clock.ms < 1000; clock.ms++) made.add(text(String(clock.ms)));
  expect(sent.length).toBe(20);
  made.flush();
  expect(sent.flatMap((each) => each.outputs)).toHaveLength(1000);
});

test("at most 2,000 outputs, and a note says how many were left out", () => {
  const { sent, made } = buffer();
  for (let i = 0; i < 2005; i++) made.add(text("x"));
  made.flush();
  const all = sent.flatMap((each) => each.outputs);
  expect(all).toHaveLength(2001);
  expect(all.at(-1)).toMatchObject({
    text: expect.stringMatching(/^5 more outputs were left out/) as string,
  });
});

test("at most 8 MB", () => {
  const { made } = buffer();
  expect(made.add(text("x".repeat(3 * 2 ** 20)))).toBe(0);
  expect(made.add(text("x".repeat(2 ** 20)))).toBe(-1);
});

test("replace sends again from what was replaced on; a wrong handle does nothing", () => {
  const { clock, sent, made } = buffer();
  const first = made.add(text("1"));
  made.add(text("2"));
  clock.ms = 100;
  made.replace(-1, text("no"));
  made.replace(first, text("new"));
  expect(sent.at(-1)).toEqual({ start: 0, outputs: [text("new"), text("2")] });
});
