/** The middle value, or the mean of the two middle values. Throws `RangeError` for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 1 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  if (low === undefined) throw new RangeError('There is no median of nothing.');
  return (low + (high ?? low)) / 2;
}

/** The range of the values as a fraction of their median; 0 if all are equal. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle;
}
