import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column } from "./column.ts";
import { NO_PART, splitRows, type TimeSplit } from "./split-rows.ts";
import { unitHash, unitHashOfBytes } from "./unit-hash.ts";

const days = (list: readonly string[]): Column[] => [{ name: "day", type: "text", values: list }];
const byDay: TimeSplit = { by: "time", column: "day", train: 0.5, validation: 0.25, test: 0.25 };

describe("splitRows(columns, rowCount, { by: time })", () => {
  test("the earliest rows train and the latest test, in whatever order they lie", () => {
    const list = ["2015-03-01", "2012-01-01", "2016/12/31", "2013-05-05T10:00"];
    expect([...splitRows(days(list), 4, byDay)]).toEqual([1, 0, 2, 0]);
  });

  test("nothing that trains is later than what validates, and nothing that validates later than the test", () => {
    const times = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 });
    const gaps = fc.nat(3);
    fc.assert(
      fc.property(times, gaps, (list, gap) => {
        const columns: Column[] = [{ name: "day", type: "number", values: Float64Array.from(list) }];
        const parts = splitRows(columns, list.length, { ...byDay, gap });
        const of = (part: number) => list.filter((_, row) => parts[row] === part);
        for (const [early, late] of [
          [0, 1],
          [1, 2],
          [0, 2],
        ])
          if (of(early).length > 0 && of(late).length > 0)
            expect(Math.max(...of(early))).toBeLessThan(Math.min(...of(late)));
        expect([0, 1, 2, NO_PART].reduce((sum, part) => sum + of(part).length, 0)).toBe(list.length);
      }),
    );
  });

  test("gap leaves out the rows before each boundary, whose answers lie beyond it", () => {
    const columns: Column[] = [
      { name: "day", type: "number", values: Float64Array.from({ length: 12 }, (_, i) => i) },
    ];
    expect([...splitRows(columns, 12, { ...byDay, gap: 2 })]).toEqual([
      0,
      0,
      0,
      0,
      NO_PART,
      NO_PART,
      1,
      NO_PART,
      NO_PART,
      2,
      2,
      2,
    ]);
  });

  test.each([
    [
      "a column that is not there",
      days(["2015-01-01"]),
      "dya",
      'there is no column "dya"; the table has: day',
    ],
    [
      "a row without a time",
      days(["2015-01-01", "soon"]),
      "day",
      'must have a time in every row, got "soon" in row 2',
    ],
  ])("refuses %s", (_, columns, column, message) => {
    expect(() => splitRows(columns, 2, { ...byDay, column })).toThrow(message);
  });
});

test("bytes are hashed as text of the same code units, from 0x80 on too, where decoders differ", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(unitHashOfBytes(bytes)).toBe(unitHash(String.fromCharCode(...bytes)));
});
