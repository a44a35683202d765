// A text to a number in [0, 1) that is equal on every machine: what decides a split.

/** FNV-1a over UTF-16 code units in two lanes, finished by murmur3's mixer: a number in [0, 1), equal everywhere. */
export function unitHash(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
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
