// name.outputs.json of a shipped notebook: what its author's run gave. The checks are loaded with the first one.
import type { Snapshot } from "#session/snapshot.ts";

/** Undefined when there is none, or it cannot be read: the notebook then opens without outputs. */
export async function readOutputs(path: string): Promise<Snapshot | undefined> {
  const response = await fetch(new URL(path, document.baseURI)).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { parseSnapshot } = await import("#session/snapshot-file.ts");
  try {
    return parseSnapshot(await response.text());
  } catch {
    return undefined;
  }
}
