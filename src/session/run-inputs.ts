// The values that a run read, as its record names them.
import type { Encoded } from "#cell-api/codec.ts";
import type { CellId } from "#document/notebook.ts";
import type { RunInput } from "#tracking/run-record.ts";
import type { Session } from "./session.ts";

/** Controls are left out: their values stand among the parameters. */
export function inputsOfRun(session: Session, inputs: readonly [name: string, owner: CellId][]): RunInput[] {
  return inputs.flatMap(([name, owner]): RunInput[] => {
    const { result } = session.state(owner);
    const kind = session.analysis!.graph.cells.get(owner)!.kind;
    if (!result || kind === "control") return [];
    const version = versionOf(result.copies.get(name));
    // A query or code that makes a table makes a version too.
    return [
      version === undefined
        ? { name, kind, hash: result.contentHashes[name] ?? result.key }
        : { name, kind: "dataset", hash: version },
    ];
  });
}

function versionOf(copy: Encoded): string | undefined {
  if (copy === null || typeof copy !== "object" || copy.$ !== "dataset") return undefined;
  return copy.data.version;
}
