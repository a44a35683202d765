import "@tensorflow/tfjs-backend-cpu";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { tf } from "#models/tensorflow.ts";
import { fingerprint } from "./fingerprint.ts";
import { deepFreeze } from "./deep-freeze.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

class Thing {
  count = 0;
  inner = { list: [1] };
}

describe("fingerprint(value)", () => {
  test.each<[string, () => unknown, (value: never) => void]>([
    ["an element of a typed array", () => new Float32Array(8), (value: Float32Array) => (value[7] = 1)],
    [
      "bytes behind a view",
      () => new Uint8Array(4),
      (value: Uint8Array) => new DataView(value.buffer).setInt8(0, 1),
    ],
    [
      "an entry of a Map",
      () => new Map([["a", [1]]]),
      (value: Map<string, number[]>) => value.get("a")!.push(2),
    ],
    ["a Set", () => new Set([1]), (value: Set<number>) => value.add(2)],
    ["a field of an instance", () => new Thing(), (value: Thing) => value.count++],
    ["something deep in an instance", () => new Thing(), (value: Thing) => value.inner.list.push(2)],
    ["a property of a function", () => () => 1, (value: { seen?: number }) => (value.seen = 1)],
    ["a Date", () => new Date(0), (value: Date) => value.setTime(1)],
    ["a tensor that is disposed", () => tf.scalar(1), (value: { dispose(): void }) => value.dispose()],
    [
      "a variable that is assigned",
      () => tf.variable(tf.scalar(1)),
      (value: { assign(v: unknown): void }) => value.assign(tf.scalar(2)),
    ],
    [
      "the weights of a model",
      () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }),
      (value: { setWeights(w: unknown[]): void; getWeights(): { add(n: number): unknown }[] }) =>
        value.setWeights(value.getWeights().map((weight) => weight.add(1))),
    ],
  ])("changes with %s, and not with looking", (_, make, change) => {
    const value = make();
    const before = fingerprint(value);
    expect(fingerprint(value)).toBe(before);
    change(value as never);
    expect(fingerprint(value)).not.toBe(before);
  });

  test("equal data have equal fingerprints; a changed leaf changes it", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.integer()), { minLength: 1 }), (data) => {
        expect(fingerprint(structuredClone(data))).toBe(fingerprint(data));
        expect(fingerprint([...data, 1])).not.toBe(fingerprint(data));
      }),
    );
  });

  test("ends for a value that holds itself", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(fingerprint(value)).toBe(fingerprint(value));
  });
});

describe("deepFreeze(value)", () => {
  test("freezes plain objects and arrays at any depth, and leaves what would break", () => {
    const typed = Float32Array.of(1);
    const value = { list: [{ a: 1 }], map: new Map([["k", 1]]), typed, thing: new Thing() };
    expect(deepFreeze(value)).toBe(3);
    expect(() => (value.list[0].a = 2)).toThrow(TypeError);
    expect(Object.isFrozen(value.map) || Object.isFrozen(value.thing)).toBe(false);
    typed[0] = 2;
  });
});
