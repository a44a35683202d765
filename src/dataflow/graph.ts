// Which cell feeds which. One owner for each name; a second definition, a cycle, or an assignment to
// another cell's name is a problem of the cell that should be changed.
import type { CellId } from "#document/notebook.ts";
import type { Place, Problem } from "#errors/cairn-error.ts";
import type { CellFacts } from "./cell-facts.ts";
import { javascriptGlobals } from "./javascript-globals.ts";

export interface Graph {
  /** In the order of the document. */
  cells: ReadonlyMap<CellId, CellFacts>;
  /** Every cell after the cells it reads, in the order of the document otherwise. */
  order: readonly CellId[];
  /** For each cell, the names it reads and who makes them. */
  inputs: ReadonlyMap<CellId, ReadonlyMap<string, CellId>>;
  readers: ReadonlyMap<CellId, readonly CellId[]>;
  owners: ReadonlyMap<string, CellId>;
  problems: ReadonlyMap<CellId, readonly Problem[]>;
}

export function buildGraph(facts: readonly CellFacts[]): Graph {
  const problems = new Map<CellId, Problem[]>(facts.map((fact) => [fact.id, []]));
  const owners = findOwners(facts, problems);
  const cells = new Map<CellId, CellFacts>();
  const inputs = new Map<CellId, Map<string, CellId>>();
  const readers = new Map<CellId, CellId[]>(facts.map((fact) => [fact.id, []]));
  for (const fact of facts) {
    const own = new Map<string, CellId>();
    for (const name of fact.disabled ? [] : fact.reads) {
      const owner = owners.get(name);
      if (owner !== undefined && owner !== fact.id) own.set(name, owner);
    }
    inputs.set(fact.id, own);
    for (const owner of new Set(own.values())) readers.get(owner)!.push(fact.id);
    cells.set(fact.id, { ...fact, inputNames: [...own.keys()] });
    refuseForeignAssignments(fact, owners, facts, problems);
  }
  refuseSameNames(facts, problems);
  const { order, cycles } = sort(facts, inputs);
  for (const cycle of cycles) refuseCycle(cycle, cells, problems);
  return { cells, order, inputs, readers, owners, problems };
}

function findOwners(facts: readonly CellFacts[], problems: Map<CellId, Problem[]>): Map<string, CellId> {
  const owners = new Map<string, CellId>();
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  for (const fact of facts) {
    for (const name of fact.defines) {
      const first = owners.get(name);
      if (first === undefined) owners.set(name, fact.id);
      else if (first !== fact.id) {
        const firstPlace = placeOfName(byId.get(first)!, name);
        problems.get(fact.id)!.push({
          code: "duplicate-name",
          message: `"${name}" is defined by two cells`,
          at: placeOfName(fact, name),
          notes: [
            {
              at: firstPlace,
              text: `it is defined first in cell ${firstPlace.cell}, line ${firstPlace.line}`,
            },
          ],
          hint: "A name has one owner in a notebook. Make this one local with _, rename it everywhere, or turn the older cell off.",
        });
      }
    }
  }
  return owners;
}

/** Two cells of one name that define different things: links, results and `--only` could mean either. */
function refuseSameNames(facts: readonly CellFacts[], problems: Map<CellId, Problem[]>): void {
  const seen = new Set<string>();
  for (const fact of facts) {
    if (seen.has(fact.name) && !problems.get(fact.id)!.some((problem) => problem.code === "duplicate-name")) {
      problems.get(fact.id)!.push({
        code: "duplicate-cell",
        message: `another cell is called "${fact.name}" already`,
        at: { cell: fact.name, line: 1, column: 1 },
        hint: "Give this one another name.",
      });
    }
    seen.add(fact.name);
  }
}

function placeOfName(fact: CellFacts, name: string): Place {
  return { cell: fact.name, ...(fact.analysis?.definedAt.get(name) ?? { line: 1, column: 1 }) };
}

function refuseForeignAssignments(
  fact: CellFacts,
  owners: ReadonlyMap<string, CellId>,
  facts: readonly CellFacts[],
  problems: Map<CellId, Problem[]>,
): void {
  for (const { name, line, column } of fact.analysis?.writes ?? []) {
    const owner = facts.find((other) => other.id === owners.get(name));
    if (!owner && javascriptGlobals.has(name)) continue; // the realm refuses it when it runs
    const message = owner
      ? `"${name}" belongs to cell ${owner.name}: only that cell may assign to it`
      : `"${name}" is assigned to, but no cell defines it`;
    problems.get(fact.id)!.push({
      code: owner ? "foreign-assignment" : "undeclared",
      message,
      at: { cell: fact.name, line, column },
      hint: owner
        ? `Give the new value a name of its own: const my${name[0].toUpperCase()}${name.slice(1)} = …`
        : `Declare it: let ${name} = …`,
    });
  }
}

/** Kahn's algorithm, always taking the earliest cell of the document; what is left over lies in cycles. */
function sort(
  facts: readonly CellFacts[],
  inputs: ReadonlyMap<CellId, ReadonlyMap<string, CellId>>,
): { order: CellId[]; cycles: CellId[][] } {
  const waitsFor = new Map(facts.map((fact) => [fact.id, new Set(inputs.get(fact.id)!.values())]));
  const readers = new Map<CellId, CellId[]>(facts.map((fact) => [fact.id, []]));
  for (const [id, owners] of waitsFor) for (const owner of owners) readers.get(owner)!.push(id);
  const missing = new Map([...waitsFor].map(([id, owners]) => [id, owners.size]));
  const place = new Map(facts.map((fact, index) => [fact.id, index]));
  const left = new Set(facts.map((fact) => fact.id));
  /** Places of the cells that could come next, the last of the document first. */
  const ready = facts.flatMap((fact, index) => (missing.get(fact.id) === 0 ? [index] : [])).reverse();
  const order: CellId[] = [];
  const cycles: CellId[][] = [];
  const take = (id: CellId) => {
    order.push(id);
    left.delete(id);
    for (const reader of readers.get(id)!) {
      const count = missing.get(reader)! - 1;
      missing.set(reader, count);
      if (count === 0 && left.has(reader)) insertDescending(ready, place.get(reader)!);
    }
  };
  while (left.size > 0) {
    const index = ready.pop();
    if (index !== undefined) {
      if (left.has(facts[index].id)) take(facts[index].id);
      continue;
    }
    const cycle = findCycle(left, waitsFor);
    cycles.push(cycle);
    // The cells of the cycle are ordered as they stand, so that the rest can be sorted.
    for (const id of cycle) take(id);
  }
  return { order, cycles };
}

function insertDescending(numbers: number[], value: number): void {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] > value) low = middle + 1;
    else high = middle;
  }
  numbers.splice(low, 0, value);
}

/** One cycle, from the cell that stands first in the document, each cell followed by one that it feeds. */
function findCycle(left: ReadonlySet<CellId>, waitsFor: ReadonlyMap<CellId, ReadonlySet<CellId>>): CellId[] {
  const path: CellId[] = [];
  let id = [...left][0];
  while (!path.includes(id)) {
    path.push(id);
    id = [...waitsFor.get(id)!].find((input) => left.has(input))!;
  }
  const cycle = path.slice(path.indexOf(id)).reverse();
  const document = [...left];
  const first = cycle.indexOf(document.find((candidate) => cycle.includes(candidate))!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

function refuseCycle(
  cycle: readonly CellId[],
  cells: ReadonlyMap<CellId, CellFacts>,
  problems: Map<CellId, Problem[]>,
): void {
  const names = cycle.map((id) => cells.get(id)!.name);
  const message = `these cells need each other: ${[...names, names[0]].join(" → ")}`;
  for (const id of cycle) {
    problems.get(id)!.push({
      code: "cycle",
      message,
      at: { cell: cells.get(id)!.name, line: 1, column: 1 },
      hint: "Move what both need into a cell of its own.",
    });
  }
}
