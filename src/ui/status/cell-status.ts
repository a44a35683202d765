// What a state is called and which icon it takes. The bar patterns are in styles/base.css, by data-status.
import type { CellStatus, CodeCellView } from "#session/session-view.ts";
import type { IconName } from "#ui/controls/icons.ts";
import { formatDuration } from "#markup/format-duration.ts";

export const statusIcons: Record<CellStatus, IconName> = {
  idle: "idle",
  queued: "queued",
  running: "running",
  done: "check",
  cached: "cached",
  stale: "stale",
  stopped: "stopped",
  error: "error",
  disabled: "off",
};

export const statusWords: Record<CellStatus, string> = {
  idle: "Not run",
  queued: "Queued",
  running: "Running",
  done: "Done",
  cached: "Cached",
  stale: "Stale",
  stopped: "Stopped",
  error: "Failed",
  disabled: "Off",
};

type Described = Pick<
  CodeCellView,
  "status" | "statusDetail" | "ms" | "startedAt" | "error" | "isPublished" | "outputs"
>;

/** The status as a cell's head says it: "Done in 41 ms", "Stale, model changed", "Running, 18.6 s". */
export function describeStatus(cell: Described, now: number): string {
  const word = statusWords[cell.status];
  switch (cell.status) {
    case "done":
      if (cell.statusDetail !== undefined) return join(word, cell.statusDetail);
      return cell.ms === undefined ? word : `${word} in ${formatDuration(cell.ms)}`;
    case "running":
      return cell.startedAt === undefined
        ? word
        : `${word}, ${formatDuration(Math.max(100, now - cell.startedAt))}`;
    case "error":
      return cell.error?.line === undefined ? word : `${word} on line ${cell.error.line}`;
    case "idle":
      if (cell.isPublished && cell.outputs.length > 0) return `${word}, as published`;
      return join(word, cell.statusDetail);
    default:
      return join(word, cell.statusDetail);
  }
}

const kindLabels: Record<string, string> = { ts: "Code", js: "Code", sql: "SQL" };

/** The word for a kind on the screen: "Code" for ts and js, else the file's word with a capital. */
export function kindLabel(kind: string): string {
  return kindLabels[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** A detail may already begin with the word: "Stopped at epoch 12, model kept". */
function join(word: string, detail: string | undefined): string {
  if (!detail) return word;
  if (detail.startsWith(word)) return detail;
  return detail.startsWith("at ") ? `${word} ${detail}` : `${word}, ${detail}`;
}
