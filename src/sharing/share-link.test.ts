import { deflateSync } from "fflate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinBytes } from "#datasets/join-bytes.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import { toBase64url } from "./base64url.ts";
import { isLink, linkTo, readLink, SAFE_LENGTH } from "./share-link.ts";
import { lockOf } from "./lock-file.ts";
import type { SharedNotebook } from "./shared-notebook.ts";

const base = "https://example.org/cairn/";
const text = "---\ncairn: 1\ntitle: Birds\nseed: 42\n---\n# Birds\n\n```ts\n1 + 1\n```\n";
const lock = lockOf(
  {
    datasets: { birds: "sha256:aa" },
    results: { report: { accuracy: 0.9895833333333334 } },
    backend: "wasm",
  },
  { cairn: "0.1.0" },
);
const birds: SharedNotebook = {
  text,
  lock,
  snapshot: {
    version: 1,
    title: "Birds",
    cells: {
      sum: {
        status: "done",
        key: `sha256:${"0123456789".repeat(6)}abcd`,
        ms: 1,
        inputs: [],
        outputs: [{ type: "text", text: "2" }],
      },
    },
  },
  files: [{ name: "birds.csv", bytes: new TextEncoder().encode("a,b\n1,2\n") }],
};

describe("linkTo and readLink", () => {
  test("a link brings text, lock, outputs and files; of keys it has what is shown", () => {
    const { fragment, withoutOutputs } = linkTo(birds, base);
    expect(isLink(fragment)).toBe(true);
    expect(fragment).toMatch(/^#\/link\/1\/[\w-]+$/);
    expect(withoutOutputs).toEqual([]);
    const { snapshot, ...rest } = readLink(fragment);
    expect(rest).toEqual({ text, lock, files: birds.files });
    expect(snapshot!.cells["sum"]).toEqual({ ...birds.snapshot!.cells["sum"], key: "0123456" });
  });

  test("any text, names and bytes come back as they were", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 500 }),
        fc.array(fc.record({ name: fc.string({ minLength: 1 }), bytes: fc.uint8Array({ maxLength: 300 }) })),
        (any, files) => {
          expect(readLink(linkTo({ text: any, lock, files }, base).fragment)).toEqual({
            text: any,
            lock,
            files,
          });
        },
      ),
    );
  });

  test("outputs that would make a link longer than is safe are left out, the largest first", () => {
    const random = fc.sample(fc.string({ minLength: 9000, maxLength: 9000 }), { seed: 1, numRuns: 3 });
    const cells = Object.fromEntries(
      random.map((output, index) => [
        `cell_${index}`,
        {
          ...birds.snapshot!.cells["sum"],
          outputs: [{ type: "text" as const, text: output.slice(0, 3000 * (index + 1)) }],
        },
      ]),
    );
    const { fragment, withoutOutputs } = linkTo({ ...birds, snapshot: { version: 1, cells } }, base);
    expect(base.length + fragment.length).toBeLessThanOrEqual(SAFE_LENGTH);
    expect(withoutOutputs).toEqual(["cell_1", "cell_2"]);
    expect(Object.keys(readLink(fragment).snapshot!.cells)).toEqual(["cell_0"]);
  });
});

describe("a link that is not whole", () => {
  const { fragment } = linkTo(birds, base);

  test("cut anywhere, it says how much has arrived", () => {
    for (let end = "#/link/1/".length; end < fragment.length; end++)
      expect(() => readLink(fragment.slice(0, end))).toThrow(/was cut|is damaged/);
    expect(() => readLink(fragment.slice(0, -4))).toThrow(
      /^this link was cut: \d+ of its \d+ bytes have arrived$/,
    );
  });

  test("with any one character changed, it is refused", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 9, max: fragment.length - 1 }),
        fc.constantFrom("a", "b", "z", "A", "Z", "0", "9", "-", "_"),
        (at, letter) => {
          fc.pre(fragment[at] !== letter);
          const changed = fragment.slice(0, at) + letter + fragment.slice(at + 1);
          // The last letter may hold bits that belong to no byte.
          if (at === fragment.length - 1) return;
          expect(() => readLink(changed)).toThrow(/was cut|is damaged/);
        },
      ),
    );
    expect(() => readLink(`${fragment.slice(0, 40)}%20${fragment.slice(40)}`)).toThrow(
      '"%" is no part of one',
    );
  });

  test("of a newer format, it says so", () => {
    expect(() => readLink("#/link/2/AAAA")).toThrow("this link is of format 2, and this Cairn knows up to 1");
  });

  test("one that would unpack to a thousand times its length is refused before it is unpacked", () => {
    const packed = deflateSync(new Uint8Array(5e6), { level: 9 });
    expect(packed.length).toBeLessThan(6000);
    expect(() => readLink(sealed(packed))).toThrow(/would unpack to more than/);
  });

  test("one whose bytes are whole and no notebook is refused", () => {
    expect(() => readLink(sealed(Uint8Array.from([1, 2, 3])))).toThrow(/holds no notebook/);
    expect(() => readLink(sealed(deflateSync(new TextEncoder().encode("[9,9,9]\nshort"))))).toThrow(
      /do not fit together/,
    );
  });
});

/** A link whose head is right, whatever it holds. */
function sealed(packed: Uint8Array): string {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, packed.length);
  const hex = hashBytes(packed).slice("sha256:".length);
  for (let at = 0; at < 4; at++) head[4 + at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return `#/link/1/${toBase64url(joinBytes([head, packed]))}`;
}
