// What a record takes from the outputs of a training or an evaluation.
import type { Output } from "#cell-api/outputs.ts";
import type { ParameterValue, RunCurve } from "#tracking/run-record.ts";

export type RecordedOutput = Extract<Output, { type: "training" | "report" }>;

/** What it was told, also where the cell left it out. */
export function settingsOf(output: RecordedOutput): Record<string, ParameterValue> {
  if (output.type === "report") {
    const { split, rowCount, target } = output.report;
    return { split, rows: rowCount, target };
  }
  const { epochs, batchSize, learningRate } = output.progress;
  return { epochs, batchSize, learningRate };
}

export function curvesOf(output: RecordedOutput): RunCurve[] {
  if (output.type === "report") return [];
  const { points, metricName } = output.progress;
  const parts = [
    ["loss", "loss"],
    ["validation loss", "validationLoss"],
    [metricName, "metric"],
    [`validation ${metricName}`, "validationMetric"],
  ] as const;
  return parts.flatMap(([name, part]): RunCurve[] => {
    const found = points.flatMap((point): [number, number][] => {
      const value = point[part];
      return value === undefined ? [] : [[point.epoch, value]];
    });
    return found.length === 0 ? [] : [{ name, points: found }];
  });
}

/** Of a training at the epoch whose weights it kept, else at its last. */
export function metricsOf(output: RecordedOutput): Record<string, number> {
  if (output.type === "report") {
    return Object.fromEntries(output.report.metrics.map(({ name, value }) => [name, value]));
  }
  const { best } = output.progress;
  return Object.fromEntries(
    curvesOf(output).map(({ name, points }) => {
      const kept = points.find(([epoch]) => epoch === best?.epoch) ?? points.at(-1)!;
      return [name, kept[1]];
    }),
  );
}
