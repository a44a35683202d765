// The pinned run of an evaluation in its text: what others are measured against is a part of the notebook, so that a
// reader, a link and the command line measure against the same.
import { withKey } from "#cells/set-key.ts";

/** @param metrics of the pinned run, by name */
export function withPinned(body: string, run: number, metrics: Readonly<Record<string, number>>): string {
  const parts = Object.entries(metrics).map(([name, value]) => `${name}: ${value}`);
  return withKey(body, "pinned", `{ ${[`run: ${run}`, ...parts].join(", ")} }`);
}
