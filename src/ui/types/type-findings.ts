// What the type checker tells an editor. Plain data: it crosses from a worker. Offsets are in the cell's text, whose
// lines end with \n.

/** It does not keep the cell from running. */
export interface TypeWarning {
  from: number;
  to: number;
  message: string;
}

export interface TypeInfo {
  from: number;
  to: number;
  /** "const total: number". */
  type: string;
  /** What its declaration says of it; may be empty. */
  says: string;
}
