// The panels beside the notebook, in the order of the rail; one is open at a time.
import type { IconName } from "#ui/controls/icons.ts";

export type PanelName = "outline" | "trail" | "variables" | "data" | "runs";

export const panels: readonly { name: PanelName; title: string; icon: IconName }[] = [
  { name: "outline", title: "Outline", icon: "outline" },
  { name: "trail", title: "Trail", icon: "trail" },
  { name: "variables", title: "Variables", icon: "variables" },
  { name: "data", title: "Data", icon: "data" },
  { name: "runs", title: "Runs", icon: "runs" },
];
