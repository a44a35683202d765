// A gate is a rule a report must keep: "accuracy >= 0.95". A failed gate fails its cell and the command line.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { GateResult, Report, ReportMetric, ScoredSlices } from "./report-types.ts";

export interface Gate {
  metric: string;
  rule: GateResult["rule"];
  /** A number, or this many times what the baseline reaches. */
  limit: number | { ofBaseline: number };
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const RULE = new RegExp(
  String.raw`^\s*(>=|<=|>|<|≥|≤)\s*(?:(${NUMBER})|(?:(${NUMBER})\s*[*×]\s*)?(baseline))\s*$`,
  "i",
);

export function isGateRule(text: string | number): boolean {
  return typeof text === "number" || RULE.test(text);
}

/** From `{ accuracy: ">= 0.95", mae: "< baseline" }`; a bare number means at least that much. @throws CairnError naming the gate. */
export function parseGates(gates: Readonly<Record<string, string | number>>): Gate[] {
  return Object.entries(gates).map(([metric, text]) => {
    if (typeof text === "number") return { metric, rule: ">=", limit: text };
    const match = RULE.exec(text);
    if (!match) {
      throw new CairnError(
        `evaluate: gate "${metric}" must be a comparison with a number or the baseline, got "${text}"`,
        {
          code: "bad-gate",
          path: ["gates", metric],
          hint: `For instance: ${metric}: ">= 0.95"`,
        },
      );
    }
    const rule = match[1].replace("≥", ">=").replace("≤", "<=") as Gate["rule"];
    const limit = match[4] === undefined ? Number(match[2]) : { ofBaseline: Number(match[3] ?? 1) };
    return { metric, rule, limit };
  });
}

/** The name under which a gate asks for the worst of the slices, by the report's first metric. */
const WORST_SLICE = "worst_slice";

/** @throws CairnError naming the gate whose metric the report does not have */
export function checkGates(
  gates: readonly Gate[],
  metrics: readonly ReportMetric[],
  slices?: ScoredSlices,
): GateResult[] {
  return gates.map((gate) => {
    const { metric, rule } = gate;
    const worst = metric === WORST_SLICE ? slices?.scores[0] : undefined;
    const found = metric === WORST_SLICE && slices ? metrics[0] : metrics.find(({ name }) => name === metric);
    if (!found) throw unknownMetric(metric, metrics);
    const limit = typeof gate.limit === "number" ? gate.limit : gate.limit.ofBaseline * found.baseline;
    const result = {
      metric,
      rule,
      limit,
      ...(typeof gate.limit !== "number" && { ofBaseline: gate.limit.ofBaseline }),
    };
    // Too few rows to tell is no pass.
    if (metric === WORST_SLICE && !worst) return { ...result, passed: false };
    const value = worst?.value ?? found.value;
    const slice = worst && { label: worst.label, rowCount: worst.rowCount };
    return { ...result, value, ...(slice && { slice }), passed: holds(value, rule, limit) };
  });
}

function unknownMetric(metric: string, metrics: readonly ReportMetric[]): CairnError {
  const names = metrics.map(({ name }) => name);
  const near = nearestName(metric, names);
  const hint =
    metric === WORST_SLICE
      ? "Say how the rows are parted, for instance: slices: [sex]"
      : near && `Did you mean ${near}?`;
  return new CairnError(`evaluate: there is no metric "${metric}" to gate; there are: ${names.join(", ")}`, {
    code: "bad-gate",
    path: ["gates", metric],
    ...(hint !== undefined && { hint }),
  });
}

/** What a report with failed gates is told as; undefined when all passed. */
export function gateError({ gates, rowCount, split }: Report): CairnError | undefined {
  const failed = gates.filter((gate) => !gate.passed);
  if (failed.length === 0) return undefined;
  const error = new CairnError(
    failed
      .map(
        ({ metric, rule, limit, ofBaseline, value, slice }) =>
          `gate failed: ${metric} ${rule} ${limitText(limit, ofBaseline)}, ${
            value === undefined
              ? "and no slice has rows enough to tell"
              : `got ${Number(value.toPrecision(6))}`
          }${slice ? ` for ${slice.label} (${slice.rowCount} rows)` : ""}`,
      )
      .join("; "),
    {
      code: "gate-failed",
      hint: `On ${rowCount} rows of the ${split} part. Look at the rows it gets wrong before you lower the gate.`,
    },
  );
  error.name = "GateError";
  return error;
}

/** "0.95", "baseline (2.3)", "0.9 × baseline (2.07)". */
export function limitText(limit: number, ofBaseline: number | undefined): string {
  if (ofBaseline === undefined) return String(limit);
  return `${ofBaseline === 1 ? "" : `${ofBaseline} × `}baseline (${Number(limit.toPrecision(6))})`;
}

function holds(value: number, rule: Gate["rule"], limit: number): boolean {
  switch (rule) {
    case ">=":
      return value >= limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case "<":
      return value < limit;
  }
}
