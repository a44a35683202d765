import { afterEach, expect, test } from "vitest";
import type { ColumnFinding, DriftReport } from "#monitoring/drift-types.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

const bins = { labels: ["32 to 40", "40 to 48"], reference: [0.75, 0.25], current: [0.25, 0.75] };
const columns: ColumnFinding[] = [
  { name: "sex", type: "category", verdict: "missing", reference: { count: 233, missingShare: 0 } },
  {
    name: "bill_length_mm",
    type: "number",
    verdict: "drift",
    test: "psi",
    statistic: 0.3102,
    threshold: 0.2,
    reference: { count: 233, missingShare: 0, min: 32, max: 59.6 },
    current: { count: 90, missingShare: 0.1, min: 33, max: 70 },
    outsideShare: 0.08,
    bins,
  },
  {
    name: "island",
    type: "category",
    verdict: "too few rows",
    test: "chi-square",
    threshold: 0.05,
    tooFew: { side: "current", found: 9, needed: 15 },
    reference: { count: 233, missingShare: 0 },
    current: { count: 9, missingShare: 0.9 },
    newCategories: { count: 5, share: 0.4, names: ["Deception", "Ross", "Snow", "Adelaide", "Booth"] },
    bins,
  },
  {
    name: "body_mass_g",
    type: "number",
    verdict: "no drift",
    test: "ks",
    statistic: 0.57,
    threshold: 0.05,
    reference: { count: 233, missingShare: 0, min: 2700, max: 6300 },
    current: { count: 100, missingShare: 0, min: 2800, max: 6000 },
    outsideShare: 0,
    bins,
  },
];
const report: DriftReport = {
  reference: { name: "penguins", part: "train", rowCount: 233 },
  current: { name: "new_penguins", part: "all", rowCount: 100 },
  columns,
  untested: ["comments"],
  newColumns: [],
  driftedCount: 1,
  judgedCount: 2,
  driftedShare: 0.5,
  driftShare: 0.5,
  isDrifted: true,
  quality: {
    target: "species",
    rowCount: 80,
    metrics: [{ name: "accuracy", reference: 0.971, current: 0.9, better: "higher" }],
  },
  windows: {
    windows: [
      { label: "week 1", rowCount: 50 },
      { label: "week 2", rowCount: 50 },
    ],
    columns: [{ name: "bill_length_mm", test: "psi", threshold: 0.2, statistics: [0.1, 0.31] }],
  },
  alerts: [
    { head: "sex is missing:", text: "new_penguins has no such column." },
    { head: "bill_length_mm drifted:", text: "PSI 0.31 ≥ 0.2." },
  ],
};

const textOf = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, " ").trim();

async function shown(of: DriftReport): Promise<HTMLElement> {
  page = mountPage([
    code("drift", {
      name: "drift",
      kind: "monitor",
      status: "done",
      outputs: [{ type: "drift", report: of }],
    }),
  ]);
  await expect.poll(() => page.cell("drift").querySelector("table")).not.toBeNull();
  return page.cell("drift");
}

test("a drift report has its alerts above a table of columns, each with a verdict in words", async () => {
  const cell = await shown(report);
  expect(textOf(cell.querySelector(".notice.err"))).toContain("bill_length_mm drifted: PSI 0.31 ≥ 0.2.");
  const [table] = cell.querySelectorAll("table");
  const heads = [...table!.querySelectorAll("thead th")].map(textOf);
  expect(heads).toEqual(["Column", "Verdict", "reference current", "2 windows", "Test"]);
  const rows = [...table!.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map(textOf).join(" | "),
  );
  expect(rows[0]).toBe("sex | Missing |  |  | ");
  expect(rows[1]).toContain("| PSI 0.31 drift ≥ 0.2");
  expect(rows[1]).toContain("missing 10%, was 0%");
  expect(rows[1]).toContain("8% outside 32 to 59.6");
  expect(rows[1]).toContain("| Drift |");
  expect(rows[3]).toContain("| No drift |");
  expect(rows[2]).toContain("9 now, needs 15");
  expect(rows[2]).toContain("new: Deception, Ross, Snow and 2 more (40%)");
  expect(rows[2]).toContain("Too few rows");
  expect(rows[3]).toContain("| K-S p 0.57 drift ≤ 0.05");
  expect(textOf(cell.querySelector(".foot"))).toBe(
    "100 rows of new_penguins against 233 train rows of penguins. Dashed in a window: the threshold. Not compared, for no test here can: comments.",
  );
  expect(textOf(cell)).toContain("2 columns could not be judged and are not counted.");
  const metrics = [...cell.querySelectorAll("table")].at(-1)!.querySelector("tbody tr")!;
  expect([...metrics.children].map(textOf)).toEqual(["Accuracy", "0.971", "0.900", "−0.071, worse"]);
});

test("its drawings say in a sentence what they show", async () => {
  const cell = await shown(report);
  const names = [...cell.querySelectorAll("tbody svg[role=img]")].map((svg) =>
    svg.getAttribute("aria-label"),
  );
  expect(names[0]).toBe("bill_length_mm: commonest 32 to 40 in the reference, 40 to 48 now");
  expect(names[1]).toBe("bill_length_mm, PSI in 2 windows: 1 above the threshold of 0.2, the last 0.31");
});

test("a report without alerts has no notice, and of many columns the first are shown", async () => {
  const calm = columns[3]!;
  const many = Array.from({ length: 30 }, (_, i) => ({ ...calm, name: `column_${i}` }));
  const { windows: _, quality: __, ...rest } = report;
  const cell = await shown({
    ...rest,
    columns: many,
    alerts: [],
    isDrifted: false,
    driftedCount: 0,
    judgedCount: 30,
  });
  expect(cell.querySelector(".notice.err")).toBeNull();
  expect(cell.querySelectorAll("tbody tr").length).toBe(12);
  const button = [...cell.querySelectorAll("button")].find((each) => textOf(each) === "Show 18 more");
  button?.click();
  await expect.poll(() => cell.querySelectorAll("tbody tr").length).toBe(30);
});
