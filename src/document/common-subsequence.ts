// What two lists have in common, in the order of both. Equality is told by index: items are lines, or cells.
type IsSame = (i: number, j: number) => boolean;

/** Above this many pairs no table is made: it would be slow, and large. */
const MAX_PAIRS = 1_000_000;

/**
 * The longest common subsequence of two lists of these lengths, as pairs of indices in both orders; undefined where the
 * lists are too long to be compared so. Of several equally long ones it is always the same.
 */
export function commonSubsequence(
  oldCount: number,
  newCount: number,
  isSame: IsSame,
): [number, number][] | undefined {
  if (oldCount * newCount > MAX_PAIRS) return undefined;
  // longest[i, j]: of what is left from i and j on
  const width = newCount + 1;
  const longest = new Uint32Array((oldCount + 1) * width);
  for (let i = oldCount - 1; i >= 0; i--) {
    for (let j = newCount - 1; j >= 0; j--) {
      longest[i * width + j] = isSame(i, j)
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < oldCount && j < newCount;) {
    if (isSame(i, j)) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** How many items two lists share at their start, and how many of the rest at their end. */
export function commonEnds(
  oldCount: number,
  newCount: number,
  isSame: IsSame,
): { start: number; end: number } {
  const most = Math.min(oldCount, newCount);
  let start = 0;
  while (start < most && isSame(start, start)) start++;
  let end = 0;
  while (end < most - start && isSame(oldCount - 1 - end, newCount - 1 - end)) end++;
  return { start, end };
}
