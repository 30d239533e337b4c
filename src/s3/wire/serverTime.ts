/** What is further off is no clock that is wrong, but a date that is: no request would be signed with it. */
const FURTHEST_MS = 24 * 60 * 60 * 1000;

/** What an answer tells of the time. */
export interface ServerTime {
  /** By the header `date`: milliseconds since the epoch; `undefined` where it says none. */
  readonly timeMs: number | undefined;
  /**
   * How far the clock of who answered is ahead of this one's, in milliseconds. `undefined` where that is not said: the
   * date is missing, a cache's, or more than a day off.
   */
  readonly offsetMs: number | undefined;
}

/** The last header that was read: it changes once in a second, and answers come by the thousand. */
let last: { readonly text: string; readonly timeMs: number } = { text: '', timeMs: Number.NaN };

export function serverTimeIn({ date = '', age }: Readonly<Record<string, string | undefined>>): ServerTime {
  if (date !== last.text) last = { text: date, timeMs: Date.parse(date) };
  const { timeMs } = last;
  if (Number.isNaN(timeMs)) return { timeMs: undefined, offsetMs: undefined };
  const offsetMs = timeMs - Date.now();
  // With an age the answer is a cache's, and its date is past.
  const isCertain = age === undefined && Math.abs(offsetMs) <= FURTHEST_MS;
  return { timeMs, offsetMs: isCertain ? offsetMs : undefined };
}
