import { describe, expect, test } from "vitest";
import { cellOf, statuses, textOf } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();
const rows =
  "const rows = Array.from({ length: 40 }, (_, day) => ({ day, warm: 10 + (day % 7), when: new Date(day * 1e8), wind: { speed: day } }));";

describe("a dataset of rows that code made", () => {
  test("has a column for each name, and is split by time", async () => {
    const s = session({
      rows,
      days: "yaml dataset\nfrom: rows\nsplit: { by: time, column: day, gap: 1, train: 0.5, validation: 0.25, test: 0.25 }",
      says: "[days.columnNames.join(), days.count('train'), days.count('test'), days.column('day', 'test')[0]].join(' ')",
    });
    await s.runAll();
    expect(textOf(s, "says")).toBe("day,warm,when,wind.speed 19 10 30");
  });

  test("is made anew when the code changes, and is the same version when the rows are", async () => {
    const s = session({ rows, days: "yaml dataset\nfrom: rows" });
    await s.runAll();
    const version = () => s.state(id(s, "days")).result!.contentHashes["days"];
    const before = version();
    s.setBody(id(s, "rows"), `${rows} // the same rows`);
    await s.runAll();
    expect(version()).toBe(before);
    s.setBody(id(s, "rows"), rows.replace("10 +", "11 +"));
    await s.runAll();
    expect(version()).not.toBe(before);
  });

  test.each([
    ["a number", "const rows = 7", '"rows" must be a list of rows, got number'],
    ["a list of numbers", "const rows = [1, 2]", "rows: row 1 must be an object, got number"],
    ["an empty list", "const rows = []", "rows has no rows"],
    ["a function", "const rows = () => 1", 'the value of "rows" has no copy'],
  ])("says what it wants when it is given %s", async (_, code, message) => {
    const s = session({ rows: code, days: "yaml dataset\nfrom: rows" });
    await s.runAll();
    expect(cellOf(s, "days").error).toMatchObject({ line: 1, column: 7 });
    expect(cellOf(s, "days").error?.message).toContain(message);
  });

  test("evaluate compares with a column, and its gate with what that column reaches", async () => {
    const s = session({
      rows,
      days: "yaml dataset\nfrom: rows\nsplit: { by: time, column: day, train: 0.5, validation: 0.25, test: 0.25 }",
      model: "yaml train\nlayers: []\ndata: days\ntarget: warm\nfeatures: [day]\nepochs: 1",
      report: 'yaml evaluate\nmodel: model\ndata: days\nbaseline: warm\ngates: { mae: "<= baseline" }',
      wrong: "yaml evaluate\nmodel: model\ndata: days\nbaseline: when",
    });
    await s.runAll();
    expect(statuses(s)).toBe("rows:done days:done model:done report:error wrong:error");
    expect(cellOf(s, "report").error?.message).toMatch(/^gate failed: mae <= baseline \(0\), got /);
    expect(cellOf(s, "wrong").error).toMatchObject({
      message: 'baseline: "when" must hold numbers, as the target "warm" does',
      line: 3,
    });
  });
});
