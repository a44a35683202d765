// Seeded generators: one stream of numbers for each text, the same on every machine.
// sfc32 (Doty-Humphrey, PractRand) seeded by the SHA-256 of the text; 32-bit integer arithmetic only.
import { sha256 } from "@noble/hashes/sha2.js";

/** Draws numbers in [0, 1), as Math.random does, with 53 random bits. */
export type RandomStream = () => number;

export function randomStream(seedText: string): RandomStream {
  const words = new DataView(sha256(new TextEncoder().encode(seedText)).buffer);
  let a = words.getUint32(0);
  let b = words.getUint32(4);
  let c = words.getUint32(8);
  let counter = words.getUint32(12) | 1;
  const next32 = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  return () => ((next32() >>> 5) * 67108864 + (next32() >>> 6)) / 9007199254740992;
}

/** Fisher and Yates' shuffle, in place. Returns the same array. */
export function shuffle<Items extends { length: number; [index: number]: unknown }>(
  items: Items,
  random: RandomStream,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = items[i];
    items[i] = items[j];
    items[j] = kept;
  }
  return items;
}
