// What each code cell of a notebook is to the graph: its name, what it defines and reads, its stream of
// random numbers. Cells are analysed once for each object and table of kinds: an edit makes a new object.
import { LineCounter, parseDocument } from "yaml";
import type { CellId, CodeCell, Notebook } from "#document/notebook.ts";
import type { Problem } from "#errors/cairn-error.ts";
import { hashJson, type ContentHash } from "#hashing/content-hash.ts";
import { analyzeCode, type CodeAnalysis } from "./analyze-code.ts";
import type { KindRow } from "./kind-row.ts";
import { readSql } from "./sql-text.ts";

export interface CellFacts {
  id: CellId;
  kind: string;
  /** The explicit name, else the first name it defines, else `cell-<n>` among the unnamed code cells. */
  name: string;
  defines: string[];
  /** Names it reads, whoever owns them, if anyone. */
  reads: string[];
  /** Of `reads`, those that another cell defines: filled in by the graph. */
  inputNames: string[];
  /** Code: its tokens; a form: the parsed value. */
  body: unknown;
  bodyHash: ContentHash;
  /** Name of its stream of random numbers, under the notebook's seed; never its place. */
  stream: string;
  resultVersion: number;
  costly: boolean;
  disabled: boolean;
  analysis?: CodeAnalysis;
  /** With line and column of the body. */
  problems: Problem[];
}

interface OwnFacts {
  defines: string[];
  reads: string[];
  body: unknown;
  analysis?: CodeAnalysis;
  problems: Problem[];
}

interface KnownFacts extends OwnFacts {
  bodyHash: ContentHash;
}

const knownByKinds = new WeakMap<ReadonlyMap<string, KindRow>, WeakMap<CodeCell, KnownFacts>>();

export function cellFacts(notebook: Notebook, kinds: ReadonlyMap<string, KindRow>): CellFacts[] {
  let known = knownByKinds.get(kinds);
  if (!known) knownByKinds.set(kinds, (known = new WeakMap()));
  let unnamed = 0;
  const ranks = new Map<string, number>();
  return notebook.cells.flatMap((cell): CellFacts[] => {
    if (cell.type !== "code") return [];
    let own = known.get(cell);
    if (!own) {
      const facts = factsOf(cell, kinds);
      known.set(cell, (own = { ...facts, bodyHash: hashJson(facts.body) }));
    }
    const disabled = cell.attributes.some((attribute) => attribute.name === "disabled");
    const given = cell.explicitName ?? own.defines[0];
    if (given === undefined) unnamed++;
    const name = given ?? `cell-${unnamed}`;
    const kind = kinds.get(cell.kind);
    return [
      {
        id: cell.id,
        kind: cell.kind,
        name,
        defines: disabled ? [] : cell.language === "yaml" ? (cell.isKnownKind ? [name] : []) : own.defines,
        reads: own.reads,
        inputNames: [],
        body: own.body,
        bodyHash: own.bodyHash,
        stream: given ?? rankedStream(own.bodyHash, ranks),
        resultVersion: kind?.resultVersion ?? 1,
        costly: kind?.costly ?? false,
        disabled,
        ...(own.analysis && { analysis: own.analysis }),
        problems: own.problems.map((problem) => ({ ...problem, at: { ...problem.at, cell: name } })),
      },
    ];
  });
}

function rankedStream(hash: string, ranks: Map<string, number>): string {
  const rank = ranks.get(hash) ?? 0;
  ranks.set(hash, rank + 1);
  return `${hash}/${rank}`;
}

function factsOf(cell: CodeCell, kinds: ReadonlyMap<string, KindRow>): OwnFacts {
  if (cell.language === "ts" || cell.language === "js") {
    const analysis = analyzeCode(cell.body, cell.language);
    const { defines, canonicalBody, problems } = analysis;
    const reads = [...analysis.reads, ...analysis.readsOfGlobals];
    return { defines, reads, body: canonicalBody, analysis, problems };
  }
  if (cell.language === "sql") {
    const { tables, scalars, problems } = readSql(cell.body);
    return {
      defines: cell.explicitName ? [cell.explicitName] : [],
      reads: [...new Set([...tables, ...scalars].map(({ name }) => name))],
      body: cell.body,
      problems,
    };
  }
  // The body of an unknown kind is not ours to judge.
  if (!cell.isKnownKind) return { defines: [], reads: [], body: cell.body, problems: [] };
  const { value, problems } = parseBody(cell.body);
  const kind = kinds.get(cell.kind);
  const reads =
    kind && problems.length === 0 ? [...new Set([...kind.reads(value), ...scalarReferences(value)])] : [];
  return { defines: [], reads, body: value, problems };
}

/** The parsed value, and each fault of the YAML at its line and column. */
export function parseBody(text: string): { value: unknown; problems: Problem[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems = document.errors.map((error): Problem => {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return { code: "yaml", message: `this is not YAML: ${error.message}`, at: { line, column: col } };
  });
  if (problems.length > 0) return { value: text, problems };
  try {
    return { value: toPlain(document.toJS({ maxAliasCount: 100 })), problems };
  } catch (error) {
    const message = `this is not YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { value: text, problems: [{ code: "yaml", message, at: { line: 1, column: 1 } }] };
  }
}

/** An empty body is an empty form; a YAML date is its text: only JSON has a canonical form. */
function toPlain(value: unknown): unknown {
  return value === null || value === undefined ? {} : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** Every scalar `$name` anywhere in a body: it reads another cell's value. */
export function scalarReferences(value: unknown): string[] {
  if (typeof value === "string") {
    const name = /^\$([A-Za-z_]\w*)$/.exec(value)?.[1];
    return name === undefined ? [] : [name];
  }
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(scalarReferences);
}
