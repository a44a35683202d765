// What is shared, by link or by file: a notebook's text, what a run of it should give, what it showed, and the files that
// it reads.
import type { Lock } from "#document/sidecars.ts";
import type { Snapshot } from "#session/snapshot.ts";

export interface SharedFile {
  /** As dataset and control cells name it, without "./": "birds.csv". */
  name: string;
  bytes: Uint8Array;
}

export interface SharedNotebook {
  text: string;
  /** Expected results, versions of data and of libraries. */
  lock: Lock;
  /** What its cells showed; a link may leave some out. */
  snapshot?: Snapshot;
  files: readonly SharedFile[];
}

/**
 * The files beside a notebook that its cells read, by their names, in the order of the page and each once.
 * @param bodies of `dataset` and `control` cells
 */
export function filesRead(bodies: readonly string[]): string[] {
  const named = bodies.flatMap((body) =>
    [...body.matchAll(/^\s*(?:from|value)\s*:\s*(["']?)\.\/(.+?)\1\s*$/gm)].map((match) => match[2]),
  );
  return [...new Set(named)];
}
