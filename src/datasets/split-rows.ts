// Which part each row belongs to, from the row's own text: adding, removing or sorting rows never moves
// another row between parts, and equal rows are never on both sides of the fence.
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import { type Column, textAt } from "./column.ts";
import { unitHash } from "./unit-hash.ts";

export interface SplitSpec {
  by: "hash";
  /** Column whose value decides instead of the whole row: rows of one patient stay together. */
  key?: string;
  /** Fractions from 0 to 1 that sum to 1. */
  train: number;
  validation: number;
  test: number;
}

/** Index into `parts` for each row. @throws CairnError when the fractions do not sum to 1. */
export function splitRows(columns: readonly Column[], rowCount: number, split: SplitSpec): Uint8Array {
  const { train, validation } = split;
  if (!sumsToOne(split)) {
    throw new CairnError(`split: must have ${sumRule(split)}`, {
      code: "bad-split",
      path: ["split"],
      hint: "For instance: train: 0.7, validation: 0.15, test: 0.15",
    });
  }
  const deciding = split.key === undefined ? columns : columns.filter((column) => column.name === split.key);
  if (deciding.length === 0) {
    const names = columns.map((column) => column.name);
    const near = nearestName(split.key!, names);
    throw new CairnError(`split: there is no column "${split.key}"; the table has: ${names.join(", ")}`, {
      code: "no-column",
      path: ["split", "key"],
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    });
  }
  return Uint8Array.from({ length: rowCount }, (_, row) => {
    const fraction = unitHash(deciding.map((column) => textAt(column, row)).join("\u001F"));
    return fraction < train ? 0 : fraction < train + validation ? 1 : 2;
  });
}

type Fractions = Pick<SplitSpec, "train" | "validation" | "test">;

export function sumsToOne({ train, validation, test }: Fractions): boolean {
  return Math.abs(train + validation + test - 1) <= 1e-9 && Math.min(train, validation, test) >= 0;
}

/** The rule and what was found instead. */
export function sumRule({ train, validation, test }: Fractions): string {
  const sum = Number((train + validation + test).toPrecision(12));
  return `fractions that sum to 1, got train ${train} + validation ${validation} + test ${test} = ${sum}`;
}
