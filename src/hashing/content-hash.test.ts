import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { hashBytes, hashJson } from "./content-hash.ts";
import { shortHash } from "./short-hash.ts";

const platform = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

test("hashBytes(bytes) is the platform's SHA-256 of the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(hashBytes(bytes)).toBe(`sha256:${platform(bytes).toString("hex")}`);
    }),
  );
});

test("hashBytes(bytes) above 64 MB hashes the hashes of 8 MB chunks and says so", () => {
  const bytes = new Uint8Array(64 * 2 ** 20 + 5).fill(7);
  const outer = createHash("sha256");
  for (let i = 0; i < bytes.length; i += 8 * 2 ** 20)
    outer.update(platform(bytes.subarray(i, i + 8 * 2 ** 20)));
  expect(hashBytes(bytes)).toBe(`sha256-8m:${outer.digest("hex")}`);
});

test("hashJson(value) does not depend on the order in which keys were written", () => {
  expect(hashJson({ a: 1, b: [true, null] })).toBe(hashJson({ b: [true, null], a: 1 }));
  expect(hashJson({ a: 1 })).not.toBe(hashJson({ a: 2 }));
});

test("canonicalJson(value) reads back as the value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("canonicalJson(value) tells NaN, Infinity and null apart", () => {
  expect(new Set([NaN, Infinity, -Infinity, null].map(canonicalJson)).size).toBe(4);
});

test("canonicalJson(value) refuses what JSON cannot hold, and names it", () => {
  expect(() => canonicalJson(new Map())).toThrow("got a Map");
  expect(() => canonicalJson(() => 1)).toThrow("got function");
});

test("shortHash(hash) is the first seven digits", () => {
  expect(shortHash("sha256:0123456789ab")).toBe("0123456");
});
