// What a row of a drift report says beside its numbers.
import type { ColumnFinding, DriftReport, DriftVerdict } from "#monitoring/drift-types.ts";
import { countOf, formatNumber } from "#markup/format-number.ts";
import type { IconName } from "#ui/controls/icons.ts";

export const verdictMarks: Readonly<
  Record<DriftVerdict, { word: string; icon: IconName; tone: "ok" | "warn" | "err" }>
> = {
  drift: { word: "Drift", icon: "alert", tone: "err" },
  "no drift": { word: "No drift", icon: "check", tone: "ok" },
  "too few rows": { word: "Too few rows", icon: "idle", tone: "warn" },
  missing: { word: "Missing", icon: "x", tone: "err" },
  "changed type": { word: "Changed type", icon: "x", tone: "err" },
};

const percent = (share: number) => `${formatNumber(Number((share * 100).toPrecision(2)))}%`;

/** Missing values, new categories, values outside the range: each only where there is something to say. */
export function remarksOf(finding: ColumnFinding): string[] {
  const { reference, current, newCategories, outsideShare, tooFew, currentType } = finding;
  const remarks: string[] = [];
  if (currentType !== undefined) remarks.push(`was a ${finding.type}, is a ${currentType}`);
  if (tooFew)
    remarks.push(
      `${tooFew.found} ${tooFew.side === "current" ? "now" : "in the reference"}, needs ${tooFew.needed}`,
    );
  if (current && (current.missingShare > 0 || reference.missingShare > 0))
    remarks.push(`missing ${percent(current.missingShare)}, was ${percent(reference.missingShare)}`);
  if (newCategories) {
    const names = newCategories.names.slice(0, 3).join(", ");
    const more = newCategories.count > 3 ? ` and ${newCategories.count - 3} more` : "";
    remarks.push(`new: ${names}${more} (${percent(newCategories.share)})`);
  }
  if (outsideShare !== undefined && outsideShare > 0 && reference.min !== undefined) {
    remarks.push(
      `${percent(outsideShare)} outside ${formatNumber(reference.min)} to ${formatNumber(reference.max ?? NaN)}`,
    );
  }
  return remarks;
}

/** "2 of 5 judged columns drifted", and what could not be judged. */
export function summaryOf({
  columns,
  driftedCount,
  judgedCount,
  isDrifted,
  driftShare,
}: DriftReport): string {
  const unjudged = columns.length - judgedCount;
  const judged =
    judgedCount === 0
      ? "No column could be judged"
      : `${driftedCount} of ${countOf(judgedCount, "judged column")} drifted`;
  const whole =
    judgedCount === 0
      ? ""
      : isDrifted
        ? `, ${percent(driftShare)} or more: the data as a whole drifted`
        : `, fewer than ${percent(driftShare)}: the data as a whole did not`;
  return `${judged}${whole}.${unjudged === 0 || judgedCount === 0 ? "" : ` ${countOf(unjudged, "column")} could not be judged and ${unjudged === 1 ? "is" : "are"} not counted.`}`;
}

/** "1,284 rows of new_penguins", "233 train rows of penguins". */
export function rowsOf({ name, part, rowCount }: DriftReport["reference"]): string {
  return `${countOf(rowCount, part === "all" ? "row" : `${part} row`)} of ${name}`;
}
