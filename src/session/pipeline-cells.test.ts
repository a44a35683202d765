import { expect, test } from "vitest";
import { withoutName } from "#cells/pipeline/without-name.ts";
import { cellOf, notebookOf, openSession, statuses } from "./fixtures/open-session.ts";

const cells = {
  penguins: "yaml dataset\nfrom: sample:penguins",
  heavy: "const heavy = penguins.rows().length",
  report: "yaml evaluate\nmodel: heavy\ndata: penguins",
  width: "yaml control\ntype: number\nvalue: 4",
  drift: "yaml monitor\nreference: penguins\ncurrent: penguins",
};
const problemsOf = async (body: string) => {
  const session = openSession(notebookOf({ ...cells, nightly: `yaml pipeline\n${body}` }));
  await session.wake();
  return { session, problems: cellOf(session, "nightly").problems };
};

test("a pipeline runs the cells that it names with all that they need, and its value is the plan", async () => {
  const { session } = await problemsOf(
    'cells: [drift, heavy]\nparameters: [width]\nschedule: "15 3 * * *"\nretries: 2',
  );
  await session.update([cellOf(session, "nightly").id]);
  expect(statuses(session)).toBe("penguins:done heavy:done report:idle width:done drift:done nightly:done");
  expect(cellOf(session, "nightly").outputs).toEqual([
    {
      type: "table",
      columns: ["step", "kind", "needs"].map((name) => ({ name, type: "text" })),
      rows: [
        ["penguins", "dataset", ""],
        ["heavy", "ts", "penguins"],
        ["drift", "monitor", "penguins"],
      ],
      rowCount: 3,
    },
  ]);
  await session.close();
});

test("a pipeline that names a cell that is gone says so at the place, and offers to mend it", async () => {
  const near = await problemsOf("cells: [drift,\n  heavi]");
  expect(near.problems).toMatchObject([
    {
      code: "unknown-step",
      message: 'pipeline: there is no cell "heavi"',
      at: { line: 2, column: 3 },
      hint: "Did you mean heavy?",
    },
  ]);
  expect(cellOf(near.session, "nightly").marks[0].mends.map(({ label }) => label)).toEqual([
    "Write heavy",
    "Take heavi out",
  ]);
  const far = await problemsOf("cells:\n  - drift\n  - elsewhere # was here");
  const [mark] = cellOf(far.session, "nightly").marks;
  expect(mark.hint).toBe("Bring the cell back, or take its name out of cells.");
  far.session.applyMend(cellOf(far.session, "nightly").id, mark.mends[0].id);
  expect(cellOf(far.session, "nightly").body).toBe("cells:\n  - drift");
  expect(cellOf(far.session, "nightly").problems).toEqual([]);
});

test("a gate must be an evaluate cell with gates, a parameter a control, a step no control", async () => {
  const said = async (body: string) => (await problemsOf(body)).problems.map(({ message }) => message);
  expect(await said("cells: [width]")).toEqual(['pipeline: "width" is a control, which has nothing to run']);
  expect(await said("cells: [drift]\nparameters: [drift]")).toEqual([
    'pipeline: a parameter must be a control, got "drift", a monitor cell',
  ]);
  expect(await said("cells: [drift]\npromote: drift")).toEqual([
    'pipeline: "promote" must name an evaluate cell, got "drift", a monitor cell',
  ]);
  expect(await said("cells: [drift]\npromote: report")).toEqual([
    'pipeline: "report" has no gates, so every model would be promoted',
  ]);
  expect(await said('cells: [drift]\nschedule: "15 25 * * *"')).toEqual([
    'pipeline: "schedule" must have an hour from 0 to 23, a list, a range, * or */n, got "15 25 * * *"',
  ]);
  expect(await said("cells: []")).toEqual([
    'pipeline: "cells" must be a list that names cells of this notebook',
  ]);
});

test("withoutName(text, name) takes a name out of each list, and a list that has nothing left", () => {
  expect(withoutName("cells: [a, b]\nparameters: [b]\npromote: b # why", "b")).toBe("cells: [a]");
  expect(withoutName("retries: 1\ncells:\n  - a # one\n  - b\n", "b")).toBe(
    "retries: 1\ncells:\n  - a # one",
  );
});
