/** What is further off is no clock that is wrong, but a date that is: no request would be signed with it. */
const FURTHEST_MS = 24 * 60 * 60 * 1000;

/**
 * How far the clock of who answered is ahead of this one's, in milliseconds, by the header `date`. `undefined` where that
 * says nothing: it is missing, a cache's, or more than a day off.
 */
export function clockOffsetIn(headers: Readonly<Record<string, string | undefined>>): number | undefined {
  // With an age the answer is a cache's, and its date is past.
  if (headers['age'] !== undefined) return undefined;
  const offset = Date.parse(headers['date'] ?? '') - Date.now();
  return Math.abs(offset) <= FURTHEST_MS ? offset : undefined;
}
