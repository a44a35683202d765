/** The names that every cell finds (cell-api.ts makes them), for hints; apart, because the page loads no tfjs. */
export const apiNames = [
  "tf",
  "plot",
  "Plot",
  "show",
  "picture",
  "html",
  "md",
  "train",
  "evaluate",
  "monitor",
  "kernels",
] as const;
