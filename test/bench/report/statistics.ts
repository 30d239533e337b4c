/** The middle value, or the mean of the two in the middle. Throws `RangeError` where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 1 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  if (low === undefined) throw new RangeError('There is no median of nothing.');
  return (low + (high ?? low)) / 2;
}

/** How far the values lie apart, as a fraction of their median: 0 where all are the same. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle;
}
