// Gates of a quantization: rules that a smaller format must keep, against a number or against float32.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import type { FormatGate, FormatMetric, FormatReport, FormatResult } from "./format-report.ts";
import { holds } from "./gates.ts";

const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const RULE = new RegExp(
  String.raw`^\s*(>=|<=|>|<|≥|≤)\s*(?:([-+]?${NUMBER})|(?:(${NUMBER})\s*[*×]\s*)?float32(?:\s*([-+−])\s*(${NUMBER}))?)\s*$`,
  "i",
);

export function isFormatGate(text: string | number): boolean {
  return typeof text === "number" || RULE.test(text);
}

type Gates = Readonly<Record<string, string | number>>;

/**
 * Without gates the first metric may lose a hundredth: 0.01 where more is better (accuracy, R²), 1 % of an error.
 * @param reference of float32
 */
export function formatGates(gates: Gates | undefined, reference: readonly FormatMetric[]): Gates {
  if (gates && Object.keys(gates).length > 0) return gates;
  const [{ name, better }] = reference;
  return { [name]: better === "higher" ? ">= float32 - 0.01" : "<= 1.01 * float32" };
}

/** @throws CairnError naming a gate whose metric there is not */
export function checkFormat(
  gates: Gates,
  metrics: readonly FormatMetric[],
  reference: readonly FormatMetric[],
): FormatGate[] {
  return Object.entries(gates).map(([metric, text]) => {
    const value = metricNamed(metric, metrics, ["gates", metric]).value;
    const { rule, limit, limitText } = limitOf(text, metricNamed(metric, reference, ["gates", metric]).value);
    return { metric, rule, limit, limitText, value, passed: holds(value, rule, limit) };
  });
}

function limitOf(text: string | number, reference: number): Pick<FormatGate, "rule" | "limit" | "limitText"> {
  const [, sign, plain, times, direction, shift] =
    RULE.exec(typeof text === "number" ? `>= ${text}` : text) ?? [];
  const rule = sign.replace("≥", ">=").replace("≤", "<=") as FormatGate["rule"];
  if (plain !== undefined) return { rule, limit: Number(plain), limitText: plain };
  const moved = shift === undefined ? 0 : direction === "+" ? Number(shift) : -Number(shift);
  const limitText = `${times === undefined ? "" : `${times} × `}float32${shift === undefined ? "" : ` ${moved < 0 ? "−" : "+"} ${shift}`}`;
  return { rule, limit: Number(times ?? 1) * reference + moved, limitText };
}

/** @throws CairnError with the names that there are */
export function metricNamed(
  name: string,
  metrics: readonly FormatMetric[],
  path: readonly string[],
): FormatMetric {
  const found = metrics.find((metric) => metric.name === name);
  if (found) return found;
  const names = metrics.map((metric) => metric.name);
  const near = nearestName(name, names);
  throw new CairnError(`quantize: there is no metric "${name}"; there are: ${names.join(", ")}`, {
    code: "bad-gate",
    path,
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  });
}

/** The smallest that passes; of equal ones the first. float32 where none does, or none is smaller. */
export function pickFormat(formats: readonly FormatResult[]): FormatResult["format"] {
  const [{ sizeBytes: most }] = formats; // of float32
  const passing = formats.filter(({ passed, sizeBytes }) => passed && sizeBytes < most);
  const smallest = passing.reduce<FormatResult | undefined>(
    (best, each) => (best && best.sizeBytes <= each.sizeBytes ? best : each),
    undefined,
  );
  return smallest?.format ?? "float32";
}

/** Told when no format passes; undefined when one does. */
export function noFormatError({ formats, rowCount, split }: FormatReport): CairnError | undefined {
  const smaller = formats.filter(({ format }) => format !== "float32");
  if (smaller.some(({ passed }) => passed)) return undefined;
  const number = (value: number) => Number(value.toPrecision(6));
  const reasons = smaller.map(({ format, gates, problem }) => {
    const broken = gates.filter(({ passed }) => !passed);
    const words = broken.map(
      ({ metric, rule, limit, limitText, value }) =>
        `${metric} ${value === undefined ? "unknown" : number(value)}, not ${rule} ${limitText}${limitText.startsWith("float32") || limitText.includes("×") ? ` (${number(limit)})` : ""}`,
    );
    return `${format}: ${problem ?? words.join(", ")}`;
  });
  const error = new CairnError(`gate failed: no format passes. ${reasons.join("; ")}`, {
    code: "gate-failed",
    hint: `On ${rowCount} rows of the ${split} part. Its value is the float32 model. Try a format that keeps more bits, or a larger model.`,
  });
  error.name = "GateError";
  return error;
}
