import fc from "fast-check";
import { expect, test } from "vitest";
import { cronFault, cronWords } from "./cron.ts";

test("a schedule has five parts, each a number in its range, a list, a range or a step", () => {
  for (const text of ["15 3 * * *", "*/5 * * * *", "0 9-17/2 1,15 JAN-MAR mon-fri", "0 0 * * 7"])
    expect(cronFault(text), text).toBeUndefined();
  expect(cronFault("15 3 * *")).toContain("five parts");
  expect(cronFault("61 3 * * *")).toBe("must have a minute from 0 to 59, a list, a range, * or */n");
  for (const text of [
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 * 13 *",
    "0 0 * * 8",
    "0 5-3 * * *",
    "*/0 * * * *",
    "@daily x x x x",
    "5/61 * * * *",
  ])
    expect(cronFault(text), text).toBeDefined();
});

test("common schedules are said in words, all others as they are written", () => {
  expect(cronWords("15 3 * * *")).toBe("Every day at 03:15 UTC");
  expect(cronWords("0 12 * * 1")).toBe("Every Monday at 12:00 UTC");
  expect(cronWords("0 12 * * mon,3")).toBe("Every Monday and Wednesday at 12:00 UTC");
  expect(cronWords("0 12 * * 1-5")).toBe("Monday to Friday at 12:00 UTC");
  expect(cronWords("30 6 1 * *")).toBe("On day 1 of each month at 06:30 UTC");
  expect(cronWords("*/15 * * * *")).toBe("Every 15 minutes");
  expect(cronWords("5 * * * *")).toBe("Every hour at minute 5");
  expect(cronWords("0 */6 * * *")).toBe("Every 6 hours, at minute 0");
  expect(cronWords("0 0 1 1 *")).toBe("By the schedule 0 0 1 1 *, UTC");
  expect(cronWords("0 0 1 * 1")).toBe("By the schedule 0 0 1 * 1, UTC");
});

test("every schedule of numbers in their ranges is one, and has words", () => {
  const field = (from: number, to: number) =>
    fc.oneof(fc.constant("*"), fc.integer({ min: from, max: to }).map(String));
  fc.assert(
    fc.property(fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)), (parts) => {
      const text = parts.join(" ");
      expect(cronFault(text)).toBeUndefined();
      expect(cronWords(text)).toMatch(/UTC|minute/);
      expect(cronWords(text)).not.toContain("undefined");
    }),
  );
});
