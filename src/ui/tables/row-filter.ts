// What a person types over a column to keep some of its rows. Numbers: `> 5`, `<= 3`, `2 to 7`, `= 4`, `4`.
// Text: what it contains, whatever the case, or `= exactly this`. Both: `blank`, `not blank`.

export type RowFilter =
  | { type: "blank"; isWanted: boolean }
  | { type: "range"; least: number; most: number; hasLeast: boolean; hasMost: boolean }
  | { type: "contains"; text: string }
  | { type: "equals"; text: string };

/** Undefined for an empty filter. @throws Error with a sentence for the person */
export function parseFilter(typed: string, column: "number" | "text"): RowFilter | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  const blank = /^(not\s+)?blank$/i.exec(text);
  if (blank) return { type: "blank", isWanted: blank[1] === undefined };
  if (column === "number") return numberFilter(text);
  return text.startsWith("=")
    ? { type: "equals", text: text.slice(1).trim() }
    : { type: "contains", text: text.toLowerCase() };
}

const figure = String.raw`([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)`;
const comparison = new RegExp(`^(>=|<=|>|<|=)?\\s*${figure}$`, "i");
const range = new RegExp(`^${figure}\\s*(?:to|\\.\\.)\\s*${figure}$`, "i");

function numberFilter(text: string): RowFilter {
  const plain = text.replaceAll("−", "-").replace(/(?<=\d),(?=\d{3})/g, "");
  const between = range.exec(plain);
  if (between) return within(Number(between[1]), Number(between[2]));
  const compared = comparison.exec(plain);
  if (!compared) throw new Error("a number column takes > 5, <= 3, 2 to 7, 4, blank or not blank");
  const value = Number(compared[2]);
  switch (compared[1]) {
    case ">":
      return { ...within(value, Infinity), hasLeast: false };
    case ">=":
      return within(value, Infinity);
    case "<":
      return { ...within(-Infinity, value), hasMost: false };
    case "<=":
      return within(-Infinity, value);
    default:
      return within(value, value);
  }
}

function within(least: number, most: number): Extract<RowFilter, { type: "range" }> {
  return { type: "range", least, most, hasLeast: true, hasMost: true };
}

export function keepsNumber(filter: RowFilter, value: number, isBlank: boolean): boolean {
  if (filter.type === "blank") return isBlank === filter.isWanted;
  if (isBlank || filter.type !== "range") return false;
  const { least, most, hasLeast, hasMost } = filter;
  return (hasLeast ? value >= least : value > least) && (hasMost ? value <= most : value < most);
}

export function keepsWord(filter: RowFilter, word: string | undefined): boolean {
  if (filter.type === "blank") return (word === undefined) === filter.isWanted;
  if (word === undefined || filter.type === "range") return false;
  return filter.type === "equals" ? word === filter.text : word.toLowerCase().includes(filter.text);
}
