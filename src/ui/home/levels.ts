// The five levels a notebook can reach, as the home page names them.

export interface Level {
  name: string;
  says: string;
}

export const levels: readonly Level[] = [
  { name: "Experiment", says: "Try an idea and read what it did." },
  { name: "Versioned", says: "Know which rows made which model." },
  { name: "Tracked", says: "Keep every run, and compare any two." },
  { name: "Automated", says: "Retrain without you, and refuse a worse model." },
  { name: "Self-improving", says: "Close the loop, and keep a hand on it." },
];

export function levelElementId(level: number): string {
  return `level-${level}`;
}
