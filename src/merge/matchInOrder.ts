/** Beyond this many comparisons two sequences count as having nothing in common, which makes a merge only more careful. */
const MAX_COMPARISONS = 4_000_000;

/**
 * A longest common subsequence: for the index of each item of `a` that has its match in `b`, the index of the match.
 * Both ascend together.
 */
export function matchInOrder(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) {
    matches.set(start, start);
    start += 1;
  }
  let alike = 0;
  while (alike < shorter - start && a[a.length - 1 - alike] === b[b.length - 1 - alike]) alike += 1;
  matchBetween(a.slice(start, a.length - alike), b.slice(start, b.length - alike), start, matches);
  for (let left = alike; left > 0; left -= 1) matches.set(a.length - left, b.length - left);
  return matches;
}

/** Adds the matches of two sequences that both begin at `offset` of the whole. */
function matchBetween(
  a: readonly string[],
  b: readonly string[],
  offset: number,
  matches: Map<number, number>,
): void {
  if (a.length * b.length > MAX_COMPARISONS) return;
  const width = b.length + 1;
  /** At `i * width + j`: how many items `a` from `i` on and `b` from `j` on have in common, in order. */
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) matches.set(offset + i++, offset + j++);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
}
