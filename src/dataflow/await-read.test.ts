import { expect, test } from "vitest";
import { awaitRead } from "./await-read.ts";

/** The mended body; the call that failed stands at `|`. */
function mended(text: string): string | undefined {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return awaitRead(text.replace("|", ""), "ts", place);
}

test("a read is awaited, in brackets only where something is made of it", () => {
  expect(mended("const v = x.|dataSync();")).toBe("const v = await x.data();");
  expect(mended("const v = x.|dataSync()[0];")).toBe("const v = (await x.data())[0];");
  expect(mended("const a = 1;\nshow(tf.add(x, 1).|arraySync())")).toBe(
    "const a = 1;\nshow((await tf.add(x, 1).array()))",
  );
  expect(mended("const v: Float32Array = x.|dataSync() as Float32Array;")).toBe(
    "const v: Float32Array = await x.data() as Float32Array;",
  );
});

test("print becomes show", () => {
  expect(mended("x.sum().|print();")).toBe("show(x.sum());");
});

test("nothing is offered in a function that cannot await, or for another call", () => {
  expect(mended("const f = (x) => x.|dataSync();")).toBeUndefined();
  expect(mended("const f = async (x) => x.|dataSync();")).toBe("const f = async (x) => (await x.data());");
  expect(mended("x.|data();")).toBeUndefined();
  expect(mended("const = |;")).toBeUndefined();
});
