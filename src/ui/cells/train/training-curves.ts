// The two charts of a training as plots: loss and metric by epoch, validation first in colour.
import type { TrainingProgress } from "#training/training-types.ts";
import { modelPlot, type PlotModel, type Point } from "#markup/plot-model.ts";

export interface Curve {
  title: string;
  /** "cross-entropy by epoch, log scale". */
  subtitle: string;
  sentence: string;
  model: PlotModel;
}

export function drawLoss(progress: TrainingProgress): Curve {
  const { points } = progress;
  const train = points.map(({ epoch, loss }): Point => [epoch, loss]);
  const validation = present(points.map(({ epoch, validationLoss }) => [epoch, validationLoss]));
  const values = [...train, ...validation].map(([, value]) => value);
  // The scale turns logarithmic once the loss has fallen to an eighth, and stays so: the least never grows.
  const isLogY =
    values.length > 0 && Math.min(...values) > 0 && Math.max(...values) > 8 * Math.min(...values);
  return {
    title: "Loss",
    subtitle: `${progress.lossName} by epoch${isLogY ? ", log scale" : ""}`,
    sentence: describe("Loss", progress.epoch, train, validation),
    model: plot(progress, train, validation, isLogY ? { isLogY } : { fromZero: true }),
  };
}

export function drawMetric(progress: TrainingProgress): Curve | undefined {
  const { points, metricName } = progress;
  const train = present(points.map(({ epoch, metric }) => [epoch, metric]));
  const validation = present(points.map(({ epoch, validationMetric }) => [epoch, validationMetric]));
  // Before the first epoch has ended the axes stand already, so that nothing jumps.
  if (points.length > 0 && train.length === 0 && validation.length === 0) return undefined;
  const isAccuracy = metricName === "accuracy";
  const least = Math.min(1, ...train.map(([, value]) => value), ...validation.map(([, value]) => value));
  const title = metricName.charAt(0).toUpperCase() + metricName.slice(1);
  return {
    title,
    subtitle: "by epoch",
    sentence: describe(title, progress.epoch, train, validation),
    model: plot(
      progress,
      train,
      validation,
      isAccuracy ? { yDomain: [Math.floor(least * 5) / 5, 1] } : { fromZero: true },
    ),
  };
}

interface Scale {
  isLogY?: boolean;
  fromZero?: boolean;
  yDomain?: [number, number];
}

function plot(
  progress: TrainingProgress,
  train: readonly Point[],
  validation: readonly Point[],
  { isLogY = false, fromZero = false, yDomain }: Scale,
): PlotModel {
  const greatest = Math.max(0, ...train.map(([, value]) => value), ...validation.map(([, value]) => value));
  const ends =
    yDomain ?? (fromZero ? ([0, greatest > 0 ? greatest * 1.05 : 1] as [number, number]) : undefined);
  return modelPlot({
    series: [
      { name: "train", mark: "line", points: train, tone: 2 },
      { name: "val", mark: "line", points: validation, tone: 1 },
    ],
    xDomain: [0, Math.max(1, progress.epochs)],
    ...(ends && { yDomain: ends[0] === ends[1] ? ([0, 1] as const) : ends }),
    isLogY,
  });
}

function present(points: readonly (readonly [number, number | undefined])[]): Point[] {
  return points.flatMap(([epoch, value]) => (value === undefined ? [] : [[epoch, value] as const]));
}

function describe(
  title: string,
  epoch: number,
  train: readonly Point[],
  validation: readonly Point[],
): string {
  const parts = [
    ["training", train.at(-1)?.[1]],
    ["validation", validation.at(-1)?.[1]],
  ].flatMap(([word, value]) =>
    typeof value === "number" ? [`${word} ${Number(value.toPrecision(3))}`] : [],
  );
  return parts.length === 0
    ? `${title} by epoch, no epoch yet`
    : `${title} by epoch. At epoch ${epoch}: ${parts.join(", ")}. Arrow keys read the epochs.`;
}
