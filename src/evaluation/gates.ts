// A gate is a rule a report must keep: "accuracy >= 0.95". A failed gate fails its cell and the command line.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { GateResult, Report } from "./report-types.ts";

export interface Gate {
  metric: string;
  rule: GateResult["rule"];
  limit: number;
}

const RULE = /^\s*(>=|<=|>|<|≥|≤)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*$/i;

export function isGateRule(text: string | number): boolean {
  return typeof text === "number" || RULE.test(text);
}

/** From `{ accuracy: ">= 0.95" }`; a bare number means at least that much. @throws CairnError naming the gate. */
export function parseGates(gates: Readonly<Record<string, string | number>>): Gate[] {
  return Object.entries(gates).map(([metric, text]) => {
    if (typeof text === "number") return { metric, rule: ">=", limit: text };
    const match = RULE.exec(text);
    if (!match) {
      throw new CairnError(`evaluate: gate "${metric}" must be a comparison and a number, got "${text}"`, {
        code: "bad-gate",
        path: ["gates", metric],
        hint: `For instance: ${metric}: ">= 0.95"`,
      });
    }
    const rule = match[1].replace("≥", ">=").replace("≤", "<=") as Gate["rule"];
    return { metric, rule, limit: Number(match[2]) };
  });
}

export function checkGates(gates: readonly Gate[], metrics: ReadonlyMap<string, number>): GateResult[] {
  return gates.map((gate) => {
    const value = metrics.get(gate.metric);
    if (value === undefined) {
      const near = nearestName(gate.metric, metrics.keys());
      throw new CairnError(
        `evaluate: there is no metric "${gate.metric}" to gate; there are: ${[...metrics.keys()].join(", ")}`,
        {
          code: "bad-gate",
          path: ["gates", gate.metric],
          ...(near !== undefined && { hint: `Did you mean ${near}?` }),
        },
      );
    }
    return { ...gate, value, passed: holds(value, gate) };
  });
}

/** What a report with failed gates is told as; undefined when all passed. */
export function gateError({ gates, rowCount, split }: Report): CairnError | undefined {
  const failed = gates.filter((gate) => !gate.passed);
  if (failed.length === 0) return undefined;
  const error = new CairnError(
    failed
      .map(
        ({ metric, rule, limit, value }) =>
          `gate failed: ${metric} ${rule} ${limit}, got ${Number(value?.toPrecision(6))}`,
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

function holds(value: number, { rule, limit }: Gate): boolean {
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
