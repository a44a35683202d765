// A schedule as cron writes it (POSIX crontab: minute, hour, day of month, month, day of week; UTC), checked and in words.
const FIELDS = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12, words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ") },
  { name: "day of the week", from: 0, to: 7, words: "SUN MON TUE WED THU FRI SAT".split(" ") },
] as const;

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What is wrong with it, as the end of a sentence; undefined where it is a schedule. */
export function cronFault(text: string): string | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length)
    return "must have five parts: minute, hour, day of the month, month, day of the week";
  const at = FIELDS.findIndex((field, index) => !isField(parts[index], field));
  if (at === -1) return undefined;
  const { name, from, to } = FIELDS[at];
  const article = name === "hour" ? "an" : "a";
  return `must have ${article} ${name} from ${from} to ${to}, a list, a range, * or */n`;
}

function isField(text: string, field: (typeof FIELDS)[number]): boolean {
  return text.split(",").every((item) => {
    const match = /^(\*|\w+(?:-\w+)?)(?:\/(\d+))?$/.exec(item);
    if (!match) return false;
    const [, range, step] = match;
    if (step !== undefined && (Number(step) < 1 || Number(step) > field.to)) return false;
    if (range === "*") return true;
    const [first, last = first] = range.split("-").map((word) => numberOf(word, field));
    return first !== undefined && last !== undefined && first <= last;
  });
}

function numberOf(word: string, field: (typeof FIELDS)[number]): number | undefined {
  const { from, to } = field;
  if ("words" in field) {
    const index = field.words.indexOf(word.toUpperCase() as never);
    if (index >= 0) return index + from;
  }
  const value = /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

/** "Every day at 03:15 UTC"; a rarer schedule as it is written. @param text that `cronFault` finds nothing wrong with */
export function cronWords(text: string): string {
  const [minute, hour, day, month, weekday] = text.trim().split(/\s+/);
  if (month !== "*") return asWritten(text);
  if (day === "*" && weekday === "*" && hour === "*") {
    if (minute === "*") return "Every minute";
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (step !== undefined) return `Every ${step} minutes`;
    return isNumber(minute) ? `Every hour at minute ${Number(minute)}` : asWritten(text);
  }
  if (!isNumber(minute)) return asWritten(text);
  const hours = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (hours !== undefined && day === "*" && weekday === "*")
    return `Every ${hours} hours, at minute ${Number(minute)}`;
  if (!isNumber(hour)) return asWritten(text);
  const time = `at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} UTC`;
  if (day === "*" && weekday === "*") return `Every day ${time}`;
  if (day === "*") {
    const days = weekdays(weekday);
    return days === undefined ? asWritten(text) : `${days} ${time}`;
  }
  return weekday === "*" && isNumber(day) ? `On day ${Number(day)} of each month ${time}` : asWritten(text);
}

function weekdays(text: string): string | undefined {
  const named = (word: string) => DAYS[numberOf(word, FIELDS[4]) ?? -1];
  const [first, last] = text.split("-");
  if (last !== undefined && !text.includes(",")) {
    const [from, to] = [named(first), named(last)];
    return from !== undefined && to !== undefined ? `${from} to ${to}` : undefined;
  }
  const names = text.split(",").map(named);
  if (names.some((name) => name === undefined)) return undefined;
  return `Every ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`}`;
}

const isNumber = (text: string) => /^\d{1,2}$/.test(text);

function asWritten(text: string): string {
  return `By the schedule ${text.trim()}, UTC`;
}
