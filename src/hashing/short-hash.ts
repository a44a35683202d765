/** What a person sees of a hash: its first seven hex digits. Apart from the hashing, which first paint does not need. */
export function shortHash(hash: string): string {
  const start = hash.indexOf(":") + 1;
  return hash.slice(start, start + 7);
}
