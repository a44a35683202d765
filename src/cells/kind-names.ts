// The names of the kinds alone: what the parser needs on the way to first paint, without their schemas.
export const kindNames: ReadonlySet<string> = new Set([
  "dataset",
  "control",
  "train",
  "evaluate",
  "quantize",
  "infer",
  "monitor",
  "pipeline",
]);
