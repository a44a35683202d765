// Tensors that no cell offers any more are freed: runs, however many, leave no more behind than one.
import { describe, expect, test } from "vitest";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";
import type { Session } from "./session.ts";

const session = useSessions();
const count = "tf.memory().numTensors + ' tensors, ' + tf.memory().numBytes + ' bytes'";

async function rerun(s: Session, name: string, times: number): Promise<string> {
  for (let i = 0; i < times; i++) await s.run([id(s, name)]);
  await s.run([id(s, "count")]);
  return textOf(s, "count");
}

describe("tensors", () => {
  test.each([
    ["exported tensors", "const w = tf.ones([8, 8]); const _twice = tf.mul(w, 2)"],
    [
      "tensors in an object, an array and a Map",
      "const w = { a: [tf.ones([4])], m: new Map([['x', tf.zeros([2])]]) }",
    ],
    ["nothing but waste", "for (let i = 0; i < 50; i++) tf.mul(tf.ones([4]), i); 1"],
    ["a function over a tensor", "const _w = tf.ones([4]); const w = () => _w"],
    [
      "a model, its training and its optimizer",
      `const w = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });
       w.compile({ optimizer: "adam", loss: "meanSquaredError" });
       await w.trainOnBatch(tf.ones([4, 2]), tf.ones([4, 3]))`,
    ],
    ["a cell that fails", "const _w = tf.ones([4]); throw new Error('on purpose')"],
    ["scopes that are begun and not ended", "tf.engine().startScope('mine'); const w = tf.ones([4])"],
    ["variables", "const w = tf.variable(tf.ones([4])); w.assign(tf.zeros([4]))"],
  ])("200 runs of a cell with %s leave as much behind as one", { timeout: 60_000 }, async (_, maker) => {
    const s = session({ maker, count });
    const once = await rerun(s, "maker", 1);
    expect(once).toMatch(/^\d+ tensors/);
    expect(await rerun(s, "maker", 200)).toBe(once);
  });

  test("what another cell still holds of an earlier run stays", async () => {
    const s = session({
      maker: "const w = tf.ones([4])",
      keeper: "const kept = { w }; const sees = () => w",
      unlike: "const other = w",
      reader:
        "(await kept.w.sum().data())[0] + (await sees().sum().data())[0] + (await other.sum().data())[0]",
    });
    await s.runAll();
    await s.run([id(s, "maker")]); // an equal value: its readers are current and are not run again
    expect(cellOf(s, "keeper").status).toBe("done");
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("12");
  });

  test("a value that was offered can be read after its cell has ended", async () => {
    const s = session({
      maker: "const w = tf.tensor1d([1, 2]); const _waste = tf.mul(w, 3)",
      reader: "[...await w.data()].join()",
    });
    await s.runAll();
    expect(textOf(s, "reader")).toBe("1,2");
  });

  test("each cell says how many tensors its values hold, and their bytes", async () => {
    const s = session({
      maker: "const w = tf.ones([8, 8]); const v = w; const n = [tf.scalar(1, 'int32')]",
      plain: "const x = 1",
    });
    await s.runAll();
    expect(cellOf(s, "maker").memory).toEqual({ tensorCount: 2, tensorBytes: 8 * 8 * 4 + 4 });
    expect(cellOf(s, "plain").memory).toEqual({ tensorCount: 0, tensorBytes: 0 });
  });

  test("tensors of a deleted cell are freed, and are there again when it is undone", async () => {
    const s = session({ maker: "const w = tf.ones([8, 8])", count, reader: "(await w.sum().data())[0]" });
    await s.runAll();
    const before = await rerun(s, "maker", 1);
    s.delete(id(s, "maker"));
    await s.run([id(s, "count")]);
    expect(Number.parseInt(textOf(s, "count"))).toBe(Number.parseInt(before) - 1);
    s.undo();
    await s.run([id(s, "reader")]);
    expect(textOf(s, "reader")).toBe("64");
  });
});
