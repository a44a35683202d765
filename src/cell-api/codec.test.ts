import "@tensorflow/tfjs-backend-cpu";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { importDataset } from "#datasets/import-dataset.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { train } from "#training/train.ts";
import type { TrainedModel } from "#training/trained-model.ts";
import { contentHashOf, decode, encode } from "./codec.ts";

const NO_LIMIT = 2 ** 30;

async function roundTrip(value: unknown): Promise<unknown> {
  const kept = await encode(value, NO_LIMIT);
  if (!kept) throw new Error("it has no codec");
  return decode(structuredClone(kept.encoded)); // it crosses to the host and back
}

async function hashOf(value: unknown): Promise<string | undefined> {
  const { encoded, sizeBytes } = (await encode(value, NO_LIMIT))!;
  return contentHashOf(encoded, sizeBytes);
}

const typedArrays = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.bigInt64Array(),
);
/** Plain data with all that a JSON would lose. */
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<unknown>(null, undefined, -0, NaN, Infinity, "", true, 2n ** 70n),
      fc.double(),
      fc.string({ unit: "binary" }),
      fc.date({ noInvalidDate: false }),
      typedArrays,
    ),
    fc.array(tie("plain"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("plain"), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(tie("plain"), tie("plain")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("plain"), { maxLength: 3 }).map((items) => new Set(items)),
  ),
}));

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("plain data", () => {
  test("comes back equal, and what comes back is encoded the same again (300 random values)", async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(plain, async (value) => {
        for (const kind of kindsIn(value)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const back = await roundTrip(value);
        expect(back).toStrictEqual(value);
        expect(await hashOf(back)).toBe(await hashOf(value));
      }),
      { seed: 1, numRuns: 300 },
    );
    for (const kind of ["-0", "NaN", "undefined", "Date", "Map", "Set", "Array", "Object", "Float32Array"])
      expect((seen.get(kind) ?? 0) / 300, `share of values with ${kind}`).toBeGreaterThan(0.01);
  });

  test("arrays and objects come back frozen, as their cell exported them", async () => {
    const back = (await roundTrip({ list: [1, { a: 2 }] })) as { list: [number, object] };
    expect([back, back.list, back.list[1]].every((item) => Object.isFrozen(item))).toBe(true);
  });

  test("a part of a buffer comes back as that part", async () => {
    expect(await roundTrip(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toEqual(Uint8Array.of(2, 3));
  });

  test("a copy does not change when the original does", async () => {
    const bytes = Uint8Array.of(1, 2);
    const { encoded } = (await encode(bytes, NO_LIMIT))!;
    bytes[0] = 9;
    expect(await decode(encoded)).toEqual(Uint8Array.of(1, 2));
  });

  test("the same object twice is no cycle", async () => {
    const shared = [1];
    expect(await roundTrip([shared, shared])).toEqual([[1], [1]]);
  });
});

describe("contentHashOf", () => {
  test("random values have equal hashes only if they are equal", async () => {
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.tuple(plain, plain),
          plain.map((each) => [each, each]),
        ),
        async ([a, b]) => {
          const isSame = same(a, b);
          if (isSame) equal++;
          expect((await hashOf(a)) === (await hashOf(b))).toBe(isSame);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
    expect(equal / 300).toBeGreaterThan(0.3);
    expect(equal / 300).toBeLessThan(0.8);
  });

  test.each<[string, unknown, unknown]>([
    ["a number and its text", 1, "1"],
    ["0 and -0", 0, -0],
    ["0 and -0 deep inside", { a: [0] }, { a: [-0] }],
    ["NaN and null", NaN, null],
    ["null and undefined", null, undefined],
    ["an array and a Set", [1], new Set([1])],
    ["a Map and its entries", new Map([["a", 1]]), [["a", 1]]],
    ["an empty object and an empty array", {}, []],
    ["arrays of other element types", Uint8Array.of(1, 0), Uint16Array.of(1)],
    ["signs of zero in bytes", Float32Array.of(0), Float32Array.of(-0)],
    ["a bigint and a number", 1n, 1],
    ["an object that looks like a tag", { $: "undefined" }, undefined],
    ["an array that looks like a tag", ["date", 5], new Date(5)],
    ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["a date that is none and one that is", new Date(NaN), new Date(0)],
  ])("tells %s apart", async (_, a, b) => {
    expect(await hashOf(a)).not.toBe(await hashOf(b));
  });

  test("plain data above 1 MB has none: the key of its cell stands for it", async () => {
    expect(await hashOf("x".repeat(2 ** 19 - 10))).toBeDefined();
    expect(await hashOf("x".repeat(2 ** 19 + 10))).toBeUndefined();
  });
});

describe("what has no codec", () => {
  class Thing {
    a = 1;
  }
  const cycle: unknown[] = [];
  cycle.push({ cycle });
  test.each<[string, () => unknown]>([
    ["a function", () => () => 1],
    ["a class", () => Thing],
    ["a class instance", () => new Thing()],
    ["a symbol", () => Symbol("s")],
    ["a cycle", () => cycle],
    [
      "an accessor",
      () => ({
        get a() {
          return 1;
        },
      }),
    ],
    ["a symbol key", () => ({ [Symbol("s")]: 1 })],
    ["a Map of a subclass", () => new (class Own extends Map {})()],
    ["an array with a name of its own", () => Object.assign([1], { extra: 2 })],
    ["an array of a subclass", () => new (class Own extends Array {})()],
    ["a Date with a name of its own", () => Object.assign(new Date(0), { extra: 2 })],
    ["an error", () => new Error("x")],
    ["a promise", () => Promise.resolve(1)],
    ["a WeakMap", () => new WeakMap()],
    ["a variable of tf", () => tf.variable(tf.scalar(1))],
    [
      "a disposed tensor",
      () => {
        const tensor = tf.scalar(1);
        tensor.dispose();
        return tensor;
      },
    ],
  ])("%s, alone or deep inside", async (_, make) => {
    expect(await encode(make(), NO_LIMIT)).toBeUndefined();
    expect(await encode({ deep: [new Map([["a", make()]])] }, NO_LIMIT)).toBeUndefined();
  });

  test("a proxy that runs code when it is read", async () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(await encode(revoked.proxy, NO_LIMIT)).toBeUndefined();
    const throwing = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(await encode([throwing], NO_LIMIT)).toBeUndefined();
  });
});

describe("the limit", () => {
  test.each<[string, unknown]>([
    ["text", "x".repeat(600)],
    ["bytes", new Uint8Array(1100)],
    ["many numbers", new Array(130).fill(1)],
    ["long keys", { ["k".repeat(600)]: 1 }],
  ])("%s of more than 1,000 bytes has no copy at a limit of 1,000 bytes", async (_, value) => {
    expect(await encode(value, 1000)).toBeUndefined();
    expect((await encode(value, NO_LIMIT))!.sizeBytes).toBeGreaterThan(1000);
  });

  test("a value within the limit has one", async () => {
    expect((await encode(new Uint8Array(900), 1000))!.sizeBytes).toBeLessThanOrEqual(1000);
  });
});

describe("tensors, models and datasets", () => {
  test.each([
    [
      "float32",
      () =>
        tf.tensor2d([
          [1.5, -0],
          [NaN, 4],
        ]),
    ],
    ["int32", () => tf.tensor1d([1, 2, 3], "int32")],
    ["bool", () => tf.tensor1d([true, false], "bool")],
    ["string", () => tf.tensor1d(["a", "é"])],
    ["scalar", () => tf.scalar(7)],
    ["empty", () => tf.zeros([0, 3])],
  ])("a tensor (%s) comes back with shape, type and values", async (_, make) => {
    const tensor = make();
    const back = (await roundTrip(tensor)) as typeof tensor;
    expect([back.shape, back.dtype]).toEqual([tensor.shape, tensor.dtype]);
    expect(await back.data()).toEqual(await tensor.data());
    expect(await hashOf(back)).toBe(await hashOf(tensor));
  });

  test("tensors of equal values and other shapes differ in their hash", async () => {
    expect(await hashOf(tf.zeros([2, 3]))).not.toBe(await hashOf(tf.zeros([3, 2])));
  });

  test("a model comes back with its weights", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    const back = (await roundTrip(model)) as typeof model;
    const input = tf.tensor2d([[1, 2, 3]]);
    expect(await (back.predict(input) as typeof input).data()).toEqual(
      await (model.predict(input) as typeof input).data(),
    );
    expect(await hashOf(back)).toBe(await hashOf(model));
    model.layers[0].setWeights([tf.ones([3, 2]), tf.zeros([2])]);
    expect(await hashOf(back)).not.toBe(await hashOf(model));
  });

  test("a dataset and a trained model come back with what they answer", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},${i % 2 === 0 ? "even" : "odd"}`);
    const { dataset } = importDataset(new TextEncoder().encode(`x,kind\n${lines.join("\n")}\n`), {
      source: "./x.csv",
      split: { by: "hash", train: 0.7, validation: 0.15, test: 0.15 },
    });
    const dataBack = (await roundTrip(dataset)) as typeof dataset;
    expect(dataBack.contentHash).toBe(dataset.contentHash);
    expect(dataBack.rows()).toEqual(dataset.rows());
    expect(await hashOf(dataBack)).toBe(dataset.contentHash);
    const { trained } = await train(
      { model: [{ dense: 2 }], data: dataset, target: "kind", epochs: 1 },
      { random: randomStream("s"), seed: "s", breathe: () => Promise.resolve(), now: () => 0 },
    );
    const trainedBack = (await roundTrip(trained)) as TrainedModel;
    expect(await trainedBack.predictDataset(dataset, "test")).toEqual(
      await trained.predictDataset(dataset, "test"),
    );
    expect(await hashOf(trainedBack)).toBe(await hashOf(trained));
  });
});

/** Object.is, all the way down, in order. */
function same(a: unknown, b: unknown): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return Object.is(a, b);
  if (a.constructor !== b.constructor) return false;
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
  if (ArrayBuffer.isView(a)) {
    const bytes = (view: ArrayBufferView) => [
      ...new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
    ];
    return same(bytes(a), bytes(b as unknown as ArrayBufferView));
  }
  const items = (value: object): unknown[] =>
    Array.isArray(value)
      ? value
      : value instanceof Map || value instanceof Set
        ? [...value]
        : Object.entries(value);
  const [left, right] = [items(a), items(b)];
  return left.length === right.length && left.every((item, i) => same(item, right[i]));
}

function kindsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Object.is(value, -0)) found.add("-0");
  else if (Number.isNaN(value)) found.add("NaN");
  else if (value === undefined) found.add("undefined");
  else if (value !== null && typeof value === "object") {
    found.add(value.constructor.name);
    const items =
      value instanceof Map
        ? [...value].flat()
        : value instanceof Set
          ? [...value]
          : ArrayBuffer.isView(value)
            ? []
            : Object.values(value);
    for (const item of items) kindsIn(item, found);
  }
  return found;
}
