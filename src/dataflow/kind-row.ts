/** What dataflow must know of a kind of form cell; the table comes from above (src/cells/kinds.ts). */
export interface KindRow {
  readonly name: string;
  readonly resultVersion: number;
  readonly costly: boolean;
  /** Names of other cells that the body mentions, besides `$name` scalars. */
  reads(body: unknown): string[];
}
