// What a person must be told of a comparison, in words. One place makes them, so that the page, the command line and
// other programs say the same.
import { driftTests } from "./drift-tests.ts";
import type { ColumnFinding, DriftAlert, DriftReport } from "./drift-types.ts";

const SIGNS = { "<=": "≤", "<": "<", ">=": "≥" };
const LEAST_RISE = 3;

export function alertsOf(report: Omit<DriftReport, "alerts">): DriftAlert[] {
  const { columns, prediction, isDrifted, driftedCount, judgedCount, driftShare } = report;
  const alerts = columns.flatMap((finding) => alertOf(finding, report));
  if (prediction?.verdict === "drift")
    alerts.push({ head: "The model's answers drifted:", text: `${verdictWords(prediction)}.` });
  if (report.predictionProblem !== undefined)
    alerts.push({ head: "The model cannot answer:", text: report.predictionProblem });
  if (isDrifted && driftedCount > 1) {
    alerts.push({
      head: "The data as a whole drifted:",
      text: `${driftedCount} of ${judgedCount} judged columns, a share of ${rounded(driftedCount / judgedCount)} ≥ ${driftShare}.`,
    });
  }
  return alerts;
}

function alertOf(finding: ColumnFinding, report: Omit<DriftReport, "alerts">): DriftAlert[] {
  const { name, verdict, type, currentType } = finding;
  switch (verdict) {
    case "drift":
      return [{ head: `${name} drifted:`, text: `${verdictWords(finding)}${risingWords(name, report)}.` }];
    case "missing":
      return [{ head: `${name} is missing:`, text: `${report.current.name} has no such column.` }];
    case "changed type":
      return [
        {
          head: `${name} changed its type:`,
          text: `${type === "number" ? "numbers" : "words"} in ${report.reference.name}, ${currentType}s in ${report.current.name}.`,
        },
      ];
    default:
      return [];
  }
}

/** "PSI 0.31 ≥ 0.2": why a column counts as drifted, or as not. */
export function verdictWords({ test, statistic, threshold, verdict }: ColumnFinding): string {
  if (test === undefined || statistic === undefined) return verdict;
  const { label, drifted } = driftTests[test];
  const opposite = { "<=": ">", "<": "≥", ">=": "<" };
  const sign = verdict === "drift" ? SIGNS[drifted] : opposite[drifted];
  return `${label} ${rounded(statistic)} ${sign} ${threshold}`;
}

/** ", and rising for 3 windows": of a distance that grows to the end. */
function risingWords(name: string, { windows }: Omit<DriftReport, "alerts">): string {
  const column = windows?.columns.find((each) => each.name === name);
  if (!column || driftTests[column.test].drifted !== ">=") return "";
  const { statistics } = column;
  let rise = 0;
  for (let i = statistics.length - 1; i > 0; i--) {
    const [before, after] = [statistics[i - 1], statistics[i]];
    if (before === null || after === null || after <= before) break;
    rise++;
  }
  return rise >= LEAST_RISE ? `, and rising for ${rise} windows` : "";
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
