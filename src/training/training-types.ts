// What a training says of itself while it runs and when it has ended: plain data, drawn by src/ui.

export interface TrainingPoint {
  /** From 1. */
  epoch: number;
  loss: number;
  validationLoss?: number;
  /** Accuracy (0 to 1) for classes, mean absolute error for numbers. */
  metric?: number;
  validationMetric?: number;
}

export interface TrainingProgress {
  state: "running" | "done" | "stopped" | "stopped-early";
  /** Epochs finished. */
  epoch: number;
  epochs: number;
  /** An estimate from the epochs so far; absent before the first has ended and after the last. */
  secondsLeft?: number;
  rowsPerSecond?: number;
  learningRate: number;
  batchSize: number;
  seed: string;
  /** "webgpu" or "wasm". */
  backend: string;
  parameterCount: number;
  rowCounts: { train: number; validation: number };
  lossName: string;
  metricName: "accuracy" | "mean absolute error";
  points: TrainingPoint[];
  /** The epoch whose weights were kept. */
  best?: { epoch: number; validationLoss: number };
  /** One sentence the reader should know: "11 rows lack a value and were left out". */
  notes: string[];
}
