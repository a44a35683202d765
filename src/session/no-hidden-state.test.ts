// The promise of a notebook: what you see is what a clean run gives, whatever was done before.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RuleName } from "#sandbox/realm-rules.ts";
import { openSession } from "./fixtures/open-session.ts";
import {
  carryOut,
  hazards,
  hazardsOf,
  notebookText,
  operations,
  randomSequence,
  type Hazard,
  type Operation,
  type Sequence,
} from "./fixtures/random-sequence.ts";
import type { Session } from "./session.ts";

const RUNS = 200;
/** For slow machines; here the whole takes about a minute and a half. */
const TIMEOUT_MS = 300_000;

describe("no hidden state", () => {
  test(
    `after any sequence, Run all shows what a clean session of the same text shows (${RUNS} sequences)`,
    { timeout: TIMEOUT_MS },
    async () => {
      const seen = { hazards: new Map<Hazard, number>(), operations: new Map<Operation, number>() };
      const property = () =>
        fc.asyncProperty(randomSequence(), async (sequence) => {
          for (const hazard of hazardsOf(sequence))
            seen.hazards.set(hazard, (seen.hazards.get(hazard) ?? 0) + 1);
          for (const operation of new Set(sequence.steps.map((step) => step.do)))
            seen.operations.set(operation, (seen.operations.get(operation) ?? 0) + 1);
          const { after, clean } = await bothWays(sequence);
          expect(after).toEqual(clean);
        });
      // Two at a time: most of a session's time is a worker that starts.
      await Promise.all([1, 2].map((seed) => fc.assert(property(), { seed, numRuns: RUNS / 2 })));
      const share = (count = 0) => count / RUNS;
      const shares = [
        ...hazards.map((each) => `${each} ${share(seen.hazards.get(each))}`),
        ...operations.map((each) => `${each} ${share(seen.operations.get(each))}`),
      ];
      process.stderr.write(`share of sequences with: ${shares.join(", ")}\n`);
      for (const each of hazards) expect(share(seen.hazards.get(each)), each).toBeGreaterThan(0.3);
      for (const each of operations) expect(share(seen.operations.get(each)), each).toBeGreaterThan(0.2);
    },
  );

  test.each<[RuleName, Hazard]>([
    ["checkInputs", "input"],
    ["guardRealm", "global"],
    ["seedRandom", "random"],
    ["cancelTimers", "timer"],
    ["freshClosures", "closure"],
    ["freezeExports", "input"],
  ])(
    "without %s there is a sequence whose values are not those of a clean run",
    { timeout: TIMEOUT_MS },
    async (rule, hazard) => {
      const found = await fc.check(
        fc.asyncProperty(randomSequence(hazard), async (sequence) => {
          const { after, clean } = await bothWays(sequence, [rule]);
          expect(after).toEqual(clean);
        }),
        { seed: 3, numRuns: RUNS, endOnFailure: true },
      );
      expect(found.failed, `${rule} is redundant: ${found.numRuns} sequences without a difference`).toBe(
        true,
      );
      // It is this rule that was missed: with it the very same sequence is right.
      const { after, clean } = await bothWays(found.counterexample![0]);
      expect(after).toEqual(clean);
    },
  );
});

/** What the session shows after the steps and Run all; what a new one shows of the same text. */
async function bothWays(
  sequence: Sequence,
  offRules: RuleName[] = [],
): Promise<{ after: Shown[]; clean: Shown[] }> {
  const session = openSession(notebookText(sequence), { offRules });
  try {
    await carryOut(session, sequence);
    await session.runAll();
    const after = shown(session);
    const cleanSession = openSession(session.toText(), { offRules });
    try {
      await cleanSession.runAll();
      return { after, clean: shown(cleanSession) };
    } finally {
      await cleanSession.close();
    }
  } finally {
    await session.close();
  }
}

interface Shown {
  name: string;
  status: string;
  text?: string;
  error?: string;
  hashes?: Readonly<Record<string, string>>;
}

/**
 * What each cell claims. A cell that could not run (its input failed) claims nothing: the session may still
 * show an old output and says "stale", where a clean one has never run it and says "idle".
 */
function shown(session: Session): Shown[] {
  return session.cells.flatMap((cell): Shown[] => {
    if (cell.type !== "code") return [];
    const { name, status } = cell;
    if (status === "stale" || status === "idle") return [{ name, status: "not current" }];
    if (status === "disabled") return [{ name, status }];
    const hasRun = cell.problems.length === 0;
    const text = cell.outputs
      .map((output) => (output.type === "text" || output.type === "log" ? output.text : output.type))
      .join("\n");
    return [
      {
        name,
        status,
        ...(hasRun && { text }),
        ...(cell.error && { error: `${cell.error.line}:${cell.error.column} ${cell.error.message}` }),
        ...(status !== "error" && { hashes: session.state(cell.id).result?.contentHashes ?? {} }),
      },
    ];
  });
}
