// Outputs in the order they were made, with neighbouring log lines as one list.
import type { LogOutput, Output } from "#cell-api/outputs.ts";

export type OutputGroup = Exclude<Output, LogOutput> | { type: "logs"; logs: LogOutput[] };

export function groupOutputs(outputs: readonly Output[]): OutputGroup[] {
  const groups: OutputGroup[] = [];
  for (const output of outputs) {
    const last = groups.at(-1);
    if (output.type !== "log") groups.push(output);
    else if (last?.type === "logs") last.logs.push(output);
    else groups.push({ type: "logs", logs: [output] });
  }
  return groups;
}
