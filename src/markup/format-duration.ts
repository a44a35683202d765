// Times as the page says them. One unit while it is short, two when it is long.

/** "41 ms", "1.8 s", "18.6 s", "2 min 4 s", "1 h 12 min". */
export function formatDuration(ms: number): string {
  if (ms < 1) return "under 1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  return joinUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

/** "11 s left": an estimate, so never more than whole seconds. */
export function formatSecondsLeft(seconds: number): string {
  if (seconds < 1) return "under 1 s left";
  if (seconds < 90) return `${Math.round(seconds)} s left`;
  return `${formatDuration(Math.round(seconds / 60) * 60_000)} left`;
}

/** "just now", "14:02" today, "yesterday", "2 March", "2 March 2025". */
export function formatWhen(at: number, now = Date.now()): string {
  if (now - at < 60_000) return "just now";
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return formatClock(at);
  const yesterday = new Date(now - 86_400_000);
  if (date.toDateString() === yesterday.toDateString()) return "yesterday";
  const isThisYear = date.getFullYear() === today.getFullYear();
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}

/** "14:02". */
export function formatClock(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
