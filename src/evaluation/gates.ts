// A gate is a rule a report must keep: "accuracy >= 0.95". A failed gate fails its cell and the command line.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { GateResult, Report, ReportMetric, ScoredSlices } from "./report-types.ts";

export interface Gate {
  metric: string;
  rule: GateResult["rule"];
  /** A number, or this many times what the baseline or the pinned run reaches. */
  limit: number | { times: number; of: "baseline" | "pinned" };
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const RULE = new RegExp(
  String.raw`^\s*(>=|<=|>|<|≥|≤)\s*(?:(${NUMBER})|(?:(${NUMBER})\s*[*×]\s*)?(baseline|pinned))\s*$`,
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
        `evaluate: gate "${metric}" must be a comparison with a number, the baseline or the pinned run, got "${text}"`,
        {
          code: "bad-gate",
          path: ["gates", metric],
          hint: `For instance: ${metric}: ">= 0.95"`,
        },
      );
    }
    const rule = match[1].replace("≥", ">=").replace("≤", "<=") as Gate["rule"];
    const of = match[4]?.toLowerCase() as "baseline" | "pinned" | undefined;
    const limit = of === undefined ? Number(match[2]) : { times: Number(match[3] ?? 1), of };
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
    const result = { metric, rule, ...limitOf(gate, found) };
    // Too few rows to tell is no pass.
    if (metric === WORST_SLICE && !worst) return { ...result, passed: false };
    const value = worst?.value ?? found.value;
    const slice = worst && { label: worst.label, rowCount: worst.rowCount };
    return { ...result, value, ...(slice && { slice }), passed: holds(value, rule, result.limit) };
  });
}

function limitOf(
  { metric, limit }: Gate,
  { baseline, pinned }: ReportMetric,
): Pick<GateResult, "limit" | "ofBaseline" | "ofPinned"> {
  if (typeof limit === "number") return { limit };
  const { times, of } = limit;
  if (of === "baseline") return { limit: times * baseline, ofBaseline: times };
  if (pinned !== undefined) return { limit: times * pinned, ofPinned: times };
  throw new CairnError(`evaluate: gate "${metric}" asks for the pinned run, and none is pinned`, {
    code: "nothing-pinned",
    path: ["gates", metric],
    hint: "Pin a run in the panel of runs, or with: cairn runs <notebook> --pin <number>",
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
        (gate) =>
          `gate failed: ${gate.metric} ${gate.rule} ${limitText(gate)}, ${
            gate.value === undefined
              ? "and no slice has rows enough to tell"
              : `got ${Number(gate.value.toPrecision(6))}`
          }${gate.slice ? ` for ${gate.slice.label} (${gate.slice.rowCount} rows)` : ""}`,
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

/** "0.95", "baseline (2.3)", "0.9 × pinned (2.07)". */
function limitText({ limit, ofBaseline, ofPinned }: GateResult): string {
  const times = ofBaseline ?? ofPinned;
  if (times === undefined) return String(limit);
  const name = ofBaseline === undefined ? "pinned" : "baseline";
  return `${times === 1 ? "" : `${times} × `}${name} (${Number(limit.toPrecision(6))})`;
}

export function holds(value: number, rule: Gate["rule"], limit: number): boolean {
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
