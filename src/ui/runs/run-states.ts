// How the state of a run is said and drawn; one that is done needs no mark.
import type { IconName } from "#ui/controls/icons.ts";
import type { RunState } from "#tracking/run-record.ts";

export const stateWords: Readonly<Record<RunState, string>> = {
  running: "Running",
  done: "Done",
  stopped: "Stopped",
  failed: "Failed",
  interrupted: "Interrupted: its tab was closed",
};

export const stateIcons: Readonly<Record<RunState, IconName>> = {
  running: "running",
  done: "check",
  stopped: "stopped",
  failed: "error",
  interrupted: "off",
};
