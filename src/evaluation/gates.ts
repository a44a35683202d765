// A gate is a rule a report must keep: "accuracy >= 0.95". A failed gate fails its cell and the command line.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { GateResult, Report, ReportMetric } from "./report-types.ts";

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

export function checkGates(gates: readonly Gate[], metrics: readonly ReportMetric[]): GateResult[] {
  return gates.map(({ metric, rule, limit: given }) => {
    const found = metrics.find(({ name }) => name === metric);
    if (!found) {
      const names = metrics.map(({ name }) => name);
      const near = nearestName(metric, names);
      throw new CairnError(
        `evaluate: there is no metric "${metric}" to gate; there are: ${names.join(", ")}`,
        {
          code: "bad-gate",
          path: ["gates", metric],
          ...(near !== undefined && { hint: `Did you mean ${near}?` }),
        },
      );
    }
    const { value, baseline } = found;
    if (typeof given === "number")
      return { metric, rule, limit: given, value, passed: holds(value, rule, given) };
    const { ofBaseline } = given;
    const limit = ofBaseline * baseline;
    return { metric, rule, limit, ofBaseline, value, passed: holds(value, rule, limit) };
  });
}

/** What a report with failed gates is told as; undefined when all passed. */
export function gateError({ gates, rowCount, split }: Report): CairnError | undefined {
  const failed = gates.filter((gate) => !gate.passed);
  if (failed.length === 0) return undefined;
  const error = new CairnError(
    failed
      .map(
        ({ metric, rule, limit, ofBaseline, value }) =>
          `gate failed: ${metric} ${rule} ${limitText(limit, ofBaseline)}, got ${Number(value?.toPrecision(6))}`,
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
