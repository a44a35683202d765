// The one error class of Cairn: what failed, where, and what to do. Each message follows
// "operation: rule, got value"; the hint is a sentence the reader can act on.

/** A spot in a file. Lines and columns count from 1; columns are UTF-16 code units. */
export interface Place {
  file?: string;
  /** The name of the cell, where there is one. */
  cell?: string;
  line: number;
  column: number;
}

export interface ErrorDetails {
  /** A word that never changes, for tests and for looking the message up: `duplicate-name`. */
  code?: string;
  at?: Place;
  /** Of the value at fault in the form that asked for the work, `["split", "key"]`: its place follows from it. */
  path?: readonly (string | number)[];
  hint?: string;
  notes?: { at?: Place; text: string }[];
  cause?: unknown;
}

export class CairnError extends Error {
  override name = "CairnError";
  readonly code: string;
  readonly at: Place | undefined;
  readonly path: readonly (string | number)[] | undefined;
  readonly hint: string | undefined;
  readonly notes: { at?: Place; text: string }[];

  constructor(message: string, { code = "error", at, path, hint, notes = [], cause }: ErrorDetails = {}) {
    super(message, { cause });
    this.code = code;
    this.at = at;
    this.path = path;
    this.hint = hint;
    this.notes = notes;
  }
}

/** A problem found without running anything: it stays beside the document instead of being thrown. */
export interface Problem {
  code: string;
  message: string;
  at: Place;
  hint?: string;
  notes?: { at?: Place; text: string }[];
}
