// A text to a number in [0, 1) that is equal on every machine: what decides a split.

/** FNV-1a over UTF-16 code units in two lanes, finished by murmur3's mixer: a number in [0, 1), equal everywhere. */
export function unitHash(text: string): number {
  return hashUnits(text.length, (i) => text.charCodeAt(i));
}

/** The same of bytes, each a code unit. A decoder of text does not agree on bytes from 0x80 on: Node's and a browser's "latin1" differ. */
export function unitHashOfBytes(bytes: Uint8Array): number {
  return hashUnits(bytes.length, (i) => bytes[i]);
}

function hashUnits(length: number, unitAt: (i: number) => number): number {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < length; i++) {
    const unit = unitAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return ((mix(a ^ b) >>> 5) * 67108864 + (mix(b) >>> 6)) / 9007199254740992;
}

function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
