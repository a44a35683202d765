import { expect, test } from "vitest";
import { applyEdit, moveCell, setBody } from "#document/edit-notebook.ts";
import { parseNotebook } from "#document/parse-notebook.ts";
import { cellFacts, parseBody, scalarReferences } from "./cell-facts.ts";
import type { KindRow } from "./kind-row.ts";
import { nearestName } from "#errors/nearest-name.ts";

const kinds = new Map<string, KindRow>([
  [
    "train",
    {
      name: "train",
      resultVersion: 3,
      costly: true,
      reads: (body) => [String((body as { model: string }).model)],
    },
  ],
]);
const notebook = (text: string) => parseNotebook(`---\ncairn: 1\n---\n${text}`, { kinds });
const facts = (text: string) => cellFacts(notebook(text), kinds);
const code = (info: string, body: string) => `\`\`\`${info}\n${body}\n\`\`\`\n\n`;

test("a cell is called by its explicit name, else by the first name it defines, else cell-<n>", () => {
  const all = facts(
    code("ts own", "const a = 1") +
      code("ts", "const b = 1") +
      code("ts", "1") +
      "Prose\n\n" +
      code("js", "2") +
      code("yaml train t", "model: m"),
  );
  expect(all.map(({ name }) => name)).toEqual(["own", "b", "cell-1", "cell-2", "t"]);
  expect(all.map(({ defines }) => defines)).toEqual([["a"], ["b"], [], [], ["t"]]);
});

test("a form cell reads what its kind says and every scalar $name, and takes cost and version from its kind", () => {
  const [cell] = facts(code("yaml train t", "model: network\nepochs: $count\nlist: [{ a: $b }, 'a $c', $1]"));
  expect(cell).toMatchObject({
    reads: ["network", "count", "b"],
    costly: true,
    resultVersion: 3,
    body: { model: "network", epochs: "$count" },
  });
  expect(scalarReferences({ a: ["$x", { b: "$y" }, 1, null] })).toEqual(["x", "y"]);
});

test("a fault of the YAML is a problem at its line and column, and the cell reads nothing", () => {
  const [cell] = facts(code("yaml train t", "model: a\nb: [1, 2"));
  expect(cell?.problems[0]).toMatchObject({ code: "yaml", at: { cell: "t", line: 2 } });
  expect(cell?.reads).toEqual([]);
  expect(parseBody("a: 1\na: 2").problems[0]?.at.line).toBe(2);
  expect(parseBody("").value).toEqual({});
});

test("a disabled cell defines nothing", () => {
  expect(facts(code("ts {disabled}", "const a = 1"))[0]).toMatchObject({ disabled: true, defines: [] });
});

test("a stream is named by the cell, else by its body and rank among equal bodies, never by its place", () => {
  const before = notebook(code("ts", "f()") + code("ts", "g()") + code("ts", "f()  // same"));
  const streams = cellFacts(before, kinds).map(({ stream }) => stream);
  expect(new Set(streams).size).toBe(3);
  const after = applyEdit(before, moveCell(before, before.cells[1]!.id, 0));
  expect(cellFacts(after, kinds).map(({ stream }) => stream)).toEqual([streams[1], streams[0], streams[2]]);
});

test("an unchanged cell is not analysed again", () => {
  const before = notebook(code("ts", "const a = 1") + code("ts", "const b = 1"));
  const first = cellFacts(before, kinds);
  const second = cellFacts(applyEdit(before, setBody(before, before.cells[1]!.id, "const c = 1")), kinds);
  expect(second[0]?.analysis).toBe(first[0]?.analysis);
  expect(second[1]?.defines).toEqual(["c"]);
});

test("a cell is analysed again when the table of kinds is another one", () => {
  const opened = notebook(code("yaml train t", "model: m"));
  const others = new Map<string, KindRow>([
    ["train", { name: "train", resultVersion: 1, costly: false, reads: () => ["other"] }],
  ]);
  expect(cellFacts(opened, kinds)[0]?.reads).toEqual(["m"]);
  expect(cellFacts(opened, others)[0]?.reads).toEqual(["other"]);
});

test("nearestName(name, candidates) finds a slip of the fingers, and nothing that is far", () => {
  const names = ["penguins", "network", "classifier"];
  expect(nearestName("pengiuns", names)).toBe("penguins");
  expect(nearestName("Network", names)).toBe("network");
  expect(nearestName("nework", names)).toBe("network");
  expect(nearestName("zebra", names)).toBeUndefined();
  expect(nearestName("network", ["network"])).toBeUndefined();
});
