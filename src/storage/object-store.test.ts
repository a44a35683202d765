import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContentHash } from "#hashing/content-hash.ts";
import { ObjectStore } from "./object-store.ts";

function memoryPlace() {
  const objects = new Map<ContentHash, Uint8Array>();
  let writes = 0;
  return {
    objects,
    writes: () => writes,
    read: (hash: ContentHash) => Promise.resolve(objects.get(hash)),
    write(hash: ContentHash, bytes: Uint8Array) {
      writes++;
      objects.set(hash, bytes);
      return Promise.resolve();
    },
    delete: (hash: ContentHash) => Promise.resolve(void objects.delete(hash)),
  };
}

test("what is put is found under the hash of its bytes, and the same bytes are written once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), async (bytes) => {
      const place = memoryPlace();
      const store = new ObjectStore(place);
      const hash = await store.put(bytes);
      expect(await store.put(Uint8Array.from(bytes))).toBe(hash);
      expect(place.writes()).toBe(1);
      expect(await store.get(hash)).toEqual(bytes);
    }),
    { numRuns: 20 },
  );
});

test("a damaged object is said, taken out, and written again when it is put again", async () => {
  const place = memoryPlace();
  const damaged: string[] = [];
  const store = new ObjectStore(place, (hash) => damaged.push(hash));
  const bytes = Uint8Array.of(1, 2, 3);
  const hash = await store.put(bytes);
  place.objects.set(hash, Uint8Array.of(1, 2, 4));
  expect(await store.get(hash)).toBeUndefined();
  expect(damaged).toEqual([hash]);
  expect(place.objects.size).toBe(0);
  place.objects.set(hash, Uint8Array.of(9));
  await store.put(bytes);
  expect(await store.get(hash)).toEqual(bytes);
});
