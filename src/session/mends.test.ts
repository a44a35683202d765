import { describe, expect, test } from "vitest";
import { useSessions } from "#session/fixtures/use-sessions.ts";
import { cellOf } from "#session/fixtures/open-session.ts";
import { analyzeNotebook } from "#session/analysis.ts";
import { mendsOf } from "#session/mends.ts";

const session = useSessions();
const bodyOf = (s: ReturnType<typeof session>, name: string) => cellOf(s, name).body;

describe("a slip is mended with one button, which one undo takes back", () => {
  test("a name that is not defined, when it runs", async () => {
    const s = session({ a: "const total = 1", b: "const x = 2;\nx + tota" });
    await s.runAll().catch(() => undefined);
    const { error, marks, id } = cellOf(s, "b");
    expect(marks).toMatchObject([{ line: 2, column: 5, message: "tota is not defined" }]);
    expect(error?.mends).toMatchObject([
      { label: "Write total", patch: { removed: ["x + tota"], added: ["x + total"] } },
    ]);
    s.applyMend(id, error!.mends[0]!.id);
    expect(bodyOf(s, "b")).toBe("const x = 2;\nx + total");
    s.undo();
    expect(bodyOf(s, "b")).toBe("const x = 2;\nx + tota");
  });

  test("keys and names of a form, each at its place, before anything runs", async () => {
    const s = session({
      penguins: "yaml dataset\nfrom: sample:penguins",
      fit: "yaml train\nlayer: [{ dense: 4 }]\ndata: penguin\ntarget: species",
    });
    await s.wake();
    const { marks, id } = cellOf(s, "fit");
    const offered = marks.flatMap(({ line, mends }) => mends.map(({ label }) => `${line} ${label}`));
    expect(offered).toEqual(["1 Write layers", "2 Write penguins"]);
    for (const mark of marks) for (const mend of mark.mends) s.applyMend(id, mend.id);
    await s.wake();
    expect(bodyOf(s, "fit")).toBe("layers: [{ dense: 4 }]\ndata: penguins\ntarget: species");
  });

  test("a column that a dataset has not", async () => {
    const s = session({
      penguins: "yaml dataset\nfrom: sample:penguins",
      look: 'const n = 1;\npenguins.column("specis").length',
    });
    await s.runAll().catch(() => undefined);
    const { error, id } = cellOf(s, "look");
    expect(error?.mends.map(({ label }) => label)).toEqual(["Write species"]);
    s.applyMend(id, error!.mends[0]!.id);
    expect(bodyOf(s, "look")).toContain('penguins.column("species")');
  });
});

test("a tensor on the GPU that is read synchronously is awaited", async () => {
  const s = session({ a: "const x = tf.ones([2]);\nx.dataSync()[0]" });
  await s.wake();
  const { id } = cellOf(s, "a");
  const fault = { code: "synchronous-read", message: "a tensor on the GPU …", line: 2, column: 3 };
  expect(mendsOf(analyzeNotebook(s.notebook), id, fault)).toMatchObject([
    { label: "Await the values", patch: { removed: ["x.dataSync()[0]"], added: ["(await x.data())[0]"] } },
  ]);
});

test("nothing is offered where the word at fault stands twice, or nowhere, in its line", async () => {
  const s = session({ a: "tota + tota" });
  await s.wake();
  const { id } = cellOf(s, "a");
  const slip = { message: "tota is not defined", hint: "Did you mean total?", line: 1 };
  const mends = (fault: object) => mendsOf(analyzeNotebook(s.notebook), id, { ...slip, ...fault });
  expect(mends({ column: 3 })).toEqual([]);
  expect(mends({ column: 8 }).map(({ changes }) => changes)).toEqual([
    [{ type: "body", cell: id, body: "tota + total" }],
  ]);
  expect(mends({ line: 9 })).toEqual([]);
});
