/**
 * Above this many comparisons, two sequences count as having nothing in common. That only makes a merge more careful.
 */
const MAX_COMPARISONS = 4_000_000;

/**
 * Computes a longest common subsequence: maps the index of each item of `a` with a match in `b` to the index of the
 * match. Both indices ascend.
 */
export function matchInOrder(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) {
    matches.set(start, start);
    start += 1;
  }
  let sharedAtEnd = 0;
  while (sharedAtEnd < shorter - start && a[a.length - 1 - sharedAtEnd] === b[b.length - 1 - sharedAtEnd])
    sharedAtEnd += 1;
  matchBetween(
    a.slice(start, a.length - sharedAtEnd),
    b.slice(start, b.length - sharedAtEnd),
    start,
    matches,
  );
  for (let left = sharedAtEnd; left > 0; left -= 1) matches.set(a.length - left, b.length - left);
  return matches;
}

/** Adds the matches of two subsequences that begin at index `offset` of the whole sequences. */
function matchBetween(
  a: readonly string[],
  b: readonly string[],
  offset: number,
  matches: Map<number, number>,
): void {
  if (a.length * b.length > MAX_COMPARISONS) return;
  const width = b.length + 1;
  /** At `i * width + j`: the length of the longest common subsequence of `a.slice(i)` and `b.slice(j)`. */
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
