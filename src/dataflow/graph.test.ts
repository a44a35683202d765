import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit, invertEdit, moveCell, setBody } from "#document/edit-notebook.ts";
import type { CellId, CodeCell, Notebook } from "#document/notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { hashText } from "#hashing/content-hash.ts";
import { cellFacts } from "./cell-facts.ts";
import { type CellResult, keysOf } from "./cell-key.ts";
import { buildGraph, type Graph } from "./graph.ts";
import type { KindRow } from "./kind-row.ts";
import { type Plan, planRun } from "./plan-run.ts";
import { renameName } from "./rename-name.ts";

const kinds = new Map<string, KindRow>();
const open = (bodies: string[], info = "ts") =>
  parseNotebook(
    `---\ncairn: 1\n---\n${bodies.map((body) => `\`\`\`${info}\n${body}\n\`\`\`\n`).join("\n")}`,
    { kinds },
  );
const graphOf = (notebook: Notebook) => buildGraph(cellFacts(notebook, kinds));
const graph = (...bodies: string[]) => graphOf(open(bodies));
const namesOf = (graph: Graph, ids: readonly CellId[]) => ids.map((id) => graph.cells.get(id)?.name);
const problemsOf = (graph: Graph) => [...graph.problems.values()].flat();

/** Cells n0, n1, …, in any order, each reading some that have a smaller number: never a cycle. */
const acyclic = fc
  .array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10, size: "max" })
  .chain((reads) => {
    const bodies = reads.map((list, i) => {
      const used = [...new Set(i === 0 ? [] : list.map((n) => `n${n % i}`))];
      return `const n${i} = [${used.join(", ")}];`;
    });
    return fc.shuffledSubarray(bodies, { minLength: bodies.length });
  });

/** What a run leaves behind: a result for each cell of a plan, with its key of now. */
function carryOut(
  graph: Graph,
  seed: string,
  results = new Map<CellId, CellResult>(),
  hasHashes = false,
  targets: "all" | CellId[] = "all",
) {
  for (const { id } of planRun(graph, { results, seed, targets }).run) {
    const { key, parts } = keysOf(graph, results, seed).get(id)!;
    const name = graph.cells.get(id)!.name;
    const contentHashes = hasHashes ? { [name]: hashText(`value of ${name}`) } : {};
    results.set(id, { key, parts, contentHashes, ms: 1, hasValues: true });
  }
  return results;
}

const plan = (
  graph: Graph,
  results: Map<CellId, CellResult>,
  more: Partial<Parameters<typeof planRun>[1]> = {},
): Plan => planRun(graph, { results, seed: "0", targets: "all", ...more });

test("buildGraph(facts) orders every cell after the cells it reads, in document order otherwise", () => {
  let edges = 0;
  fc.assert(
    fc.property(acyclic, (bodies) => {
      const built = graph(...bodies);
      const at = new Map(built.order.map((id, index) => [id, index]));
      expect(built.order.length).toBe(bodies.length);
      for (const [id, inputs] of built.inputs) {
        for (const owner of inputs.values()) {
          expect(at.get(owner)!).toBeLessThan(at.get(id)!);
          expect(built.readers.get(owner)).toContain(id);
          edges++;
        }
      }
      // stable: a cell that stands earlier and waits for nothing later is never overtaken
      const document = [...built.cells.keys()];
      const done = new Set<CellId>();
      for (const id of built.order) {
        const ready = document.find(
          (other) =>
            !done.has(other) && [...built.inputs.get(other)!.values()].every((owner) => done.has(owner)),
        );
        expect(id).toBe(ready);
        done.add(id);
      }
    }),
  );
  expect(edges).toBeGreaterThan(200);
});

test("a name that two cells define is the later cell's problem, with a note on the first", () => {
  const built = graph("const a = 1", "1;\nconst a = 2");
  const [problem, ...others] = problemsOf(built);
  expect(others).toEqual([]);
  expect(built.problems.get([...built.cells.keys()][1]!)).toEqual([problem]);
  expect(problem).toMatchObject({
    code: "duplicate-name",
    at: { line: 2, column: 7 },
    notes: [{ at: { line: 1, column: 7 } }],
  });
});

test("the two places of such a name are its declarations, whatever stands before them", () => {
  const [problem] = problemsOf(graph("// n\nconst n = 1;", "f('n');\nlet [{ a: n }] = [{}];"));
  expect(problem).toMatchObject({ at: { line: 2, column: 11 }, notes: [{ at: { line: 2, column: 7 } }] });
});

test("a name of JavaScript or of the browser that a cell defines is that cell's for all others", () => {
  const cells = graph(
    "location.length;",
    "const location = 'Rome';",
    "location = 'Oslo';",
    "performance.x = 1;",
  );
  const [reader, owner, writer] = [...cells.cells.keys()];
  expect(cells.inputs.get(reader)).toEqual(new Map([["location", owner]]));
  expect(cells.problems.get(writer)).toMatchObject([{ code: "foreign-assignment" }]);
  expect(problemsOf(cells)).toHaveLength(1);
});

test("names that every object has are names like any other", () => {
  const cells = graph("function toString() {}", "class constructor {}", "toString() + constructor;");
  const results = carryOut(cells, "0");
  expect(plan(cells, results).reuse).toHaveLength(3);
  const [first] = cells.cells.keys();
  const reader = [...cells.cells.keys()][2];
  const keys = keysOf(cells, results, "0");
  expect(keys.get(reader)!.parts.inputs["toString"]).toBe(keys.get(first)!.key);
});

test("a cycle names every cell of it, in order", () => {
  const built = graph("const a = c", "const b = a", "const c = b", "const d = a");
  const cycles = problemsOf(built).filter(({ code }) => code === "cycle");
  expect(cycles.length).toBe(3);
  expect(cycles[0]?.message).toContain("a → b → c → a");
  expect(namesOf(built, built.order).at(-1)).toBe("d");
});

test("assigning to another cell's name is refused at its place; reading a name that no cell defines is not", () => {
  const built = graph("let a = 1", "2;\n  a = unknown");
  expect(problemsOf(built)).toMatchObject([{ code: "foreign-assignment", at: { line: 2, column: 3 } }]);
});

test("renaming a name everywhere leaves the graph the same", () => {
  fc.assert(
    fc.property(acyclic, (bodies) => {
      const before = graph(...bodies);
      const after = graph(...bodies.map((body) => renameName(body, "ts", "n0", "renamed")));
      const shape = (built: Graph) => {
        const ids = [...built.cells.keys()];
        return ids.map((id) =>
          [...built.inputs.get(id)!.values()].map((owner) => ids.indexOf(owner)).sort((x, y) => x - y),
        );
      };
      expect(shape(after)).toEqual(shape(before));
    }),
  );
});

test("moving a cell changes no key; another seed changes every key", () => {
  fc.assert(
    fc.property(acyclic, fc.nat(), fc.nat(), (bodies, from, to) => {
      const before = open(bodies);
      const cell = before.cells[from % before.cells.length]!;
      const after = applyEdit(before, moveCell(before, cell.id, to % before.cells.length));
      const keys = (notebook: Notebook, seed: string) => {
        const built = graphOf(notebook);
        return new Map(
          [...keysOf(built, new Map(), seed)].map(([id, { key }]) => [built.cells.get(id)!.name, key]),
        );
      };
      expect(Object.fromEntries(keys(after, "0"))).toEqual(Object.fromEntries(keys(before, "0")));
      const others = keys(before, "1");
      for (const [name, key] of keys(before, "0")) expect(others.get(name)).not.toBe(key);
    }),
  );
});

test("keysOf(graph, results, seed, lastKeys) gives the keys that it gives without the last ones", () => {
  let kept = 0;
  let made = 0;
  fc.assert(
    fc.property(acyclic, fc.nat(), fc.boolean(), (bodies, n, hasHashes) => {
      const before = open(bodies);
      const results = carryOut(graphOf(before), "0", undefined, hasHashes);
      const lastKeys = new Map(keysOf(graphOf(before), results, "0"));
      const earlier = new Map(lastKeys);
      const cell = before.cells[n % before.cells.length] as CodeCell;
      const edited = graphOf(applyEdit(before, setBody(before, cell.id, `${cell.body} f(1);`)));
      for (const seed of ["0", "1"]) {
        const keys = keysOf(edited, results, seed, lastKeys);
        expect(keys).toEqual(keysOf(edited, results, seed));
        const same = [...keys].filter(([id, key]) => key === earlier.get(id)).length;
        kept += same;
        made += keys.size - same;
      }
    }),
  );
  expect(kept).toBeGreaterThan(50);
  expect(made).toBeGreaterThan(50);
});

test("undoing an edit makes the cells current again; the edit made stale what hangs on it", () => {
  let stale = 0;
  fc.assert(
    fc.property(acyclic, fc.nat(), fc.boolean(), (bodies, n, hasHashes) => {
      const before = open(bodies);
      const results = carryOut(graphOf(before), "0", undefined, hasHashes);
      const cell = before.cells[n % before.cells.length] as CodeCell;
      const edit = setBody(before, cell.id, `${cell.body} f(1);`);
      const edited = graphOf(applyEdit(before, edit));
      const run = plan(edited, results).run.map(({ id }) => id);
      expect(run).toContain(cell.id);
      const readers = new Set([cell.id]);
      for (const id of edited.order)
        if ([...edited.inputs.get(id)!.values()].some((owner) => readers.has(owner))) readers.add(id);
      expect(new Set(run)).toEqual(readers);
      stale += run.length - 1;
      const undone = graphOf(applyEdit(applyEdit(before, edit), invertEdit(edit)));
      expect(plan(undone, results).run).toEqual([]);
    }),
  );
  expect(stale).toBeGreaterThan(50);
});

test("a comment changes no key, and a changed cell whose value is the same leaves its readers current", () => {
  const bodies = ["const a = 1;", "const b = a;"];
  const before = open(bodies);
  const results = carryOut(graphOf(before), "0", undefined, true);
  const commented = graphOf(
    applyEdit(before, setBody(before, before.cells[0]!.id, "// why\n\nconst a =   1; /* x */")),
  );
  expect(plan(commented, results).run).toEqual([]);
  const changed = graphOf(applyEdit(before, setBody(before, before.cells[0]!.id, "const a = 2 - 1;")));
  expect(plan(changed, results).run.length).toBe(2); // until it has run, nobody knows that its value is the same
  carryOut(changed, "0", results, true, [before.cells[0]!.id]);
  expect(plan(changed, results).run).toEqual([]);
});

test("planRun says why: never run, changed, values gone, asked", () => {
  const notebook = open(["const a = 1;", "const b = a;", "const c = 1;"]);
  const built = graphOf(notebook);
  const [a, b, c] = [...built.cells.keys()] as [CellId, CellId, CellId];
  expect(plan(built, new Map(), { targets: [b] })).toEqual({
    run: [
      { id: a, why: { type: "never-run" } },
      { id: b, why: { type: "never-run" } },
    ],
    reuse: [],
    stale: [],
    blocked: [],
  });
  const results = carryOut(built, "0");
  expect(plan(built, results, { targets: [b], force: [c] }).run).toEqual([{ id: c, why: { type: "asked" } }]);
  expect(plan(built, results, { seed: "1", targets: [a] })).toMatchObject({
    run: [{ id: a, why: { type: "changed", what: "seed" } }],
    stale: [{ id: b }, { id: c }],
  });
  results.set(a, { ...results.get(a)!, hasValues: false });
  expect(plan(built, results).run).toEqual([]);
  expect(plan(built, results, { targets: [], force: [b] }).run).toEqual([
    { id: a, why: { type: "values-gone", neededBy: b } },
    { id: b, why: { type: "asked" } },
  ]);
  const edited = graphOf(applyEdit(notebook, setBody(notebook, a, "const a = 2;")));
  expect(plan(edited, results).run.map(({ why }) => why)).toEqual([
    { type: "changed", what: "body" },
    { type: "changed", what: "input", name: "a" },
  ]);
});

test("a cell with problems is blocked, and so is what reads it; a disabled cell is left alone", () => {
  const built = graph(
    "const a = ;",
    "const b = 1; const b2 = 1",
    "const b2 = 3; const c = 1",
    "const d = c",
    "const e = b",
  );
  const blocked = plan(built, new Map()).blocked.map(({ id, why }) => [built.cells.get(id)?.name, why.type]);
  expect(blocked).toEqual([
    ["cell-1", "problem"],
    ["b2", "problem"],
    ["d", "input"],
  ]);
  const off = graphOf(open(["const a = 1", "a"], "ts {disabled}"));
  expect(plan(off, new Map()).run).toEqual([]);
});

test("buildGraph(facts) refuses a second cell of one name, also when it defines something else", () => {
  const notebook = parseNotebook(
    "---\ncairn: 1\n---\n```ts look\n1\n```\n\n```ts look\nconst other = 2\n```\n",
    { kinds },
  );
  expect(problemsOf(graphOf(notebook))).toMatchObject([
    { code: "duplicate-cell", message: 'another cell is called "look" already' },
  ]);
});
