import { describe, expect, test } from "vitest";
import { samples } from "#datasets/samples.ts";
import { cellOf } from "./fixtures/open-session.ts";
import { useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

describe("the samples", () => {
  const shapes: Record<string, string> = {
    penguins: "344 rows of 7",
    digits: "10000 rows of 2",
    "seattle-weather": "1461 rows of 6",
    flights: "20000 rows of 5",
    email: "3000 rows of 9",
  };

  test.each(samples.map(({ name }) => name))(
    "sample:%s has its rows, says where they are from and under which licence, and warns of nothing",
    async (name) => {
      const s = session({ rows: `yaml dataset\nfrom: sample:${name}` });
      await s.runAll();
      const output = cellOf(s, "rows").outputs.find(({ type }) => type === "dataset");
      if (output?.type !== "dataset") throw new Error(cellOf(s, "rows").error?.message);
      const { rowCount, columns, warnings, credit } = output.profile;
      expect(`${rowCount} rows of ${columns.length}`).toBe(shapes[name]);
      expect(credit).toMatch(/CC0|public domain|MIT/);
      expect(warnings).toEqual([]);
    },
  );

  test("the made-up messages can be told apart, but not wholly", async () => {
    const s = session({
      email:
        "yaml dataset\nfrom: sample:email\nsplit: { by: time, column: received, train: 0.6, validation: 0.2, test: 0.2 }",
      sorter:
        "yaml train\nlayers: [{ dense: 8 }]\ndata: email\ntarget: kind\nfeatures: [sender_known, words, links, exclamations, capitals_share]\nepochs: 15",
      report: 'yaml evaluate\nmodel: sorter\ndata: email\ngates: { accuracy: ">= 0.85", macro_f1: "< 0.99" }',
    });
    await s.runAll();
    expect(cellOf(s, "report").error).toBeUndefined();
    expect(cellOf(s, "report").status).toBe("done");
  });
});
