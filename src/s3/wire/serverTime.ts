/** A larger offset is a wrong date rather than a wrong clock: no request would be signed with it. */
const FURTHEST_MS = 24 * 60 * 60 * 1000;

/** What an answer says of the time. */
export interface ServerTime {
  /** The header `date` in milliseconds since the epoch; `undefined` where it is missing. */
  readonly timeMs: number | undefined;
  /**
   * How far the clock of the server is ahead of this one, in milliseconds. `undefined` where the answer does not say:
   * the date is missing, comes from a cache, or is more than a day off.
   */
  readonly offsetMs: number | undefined;
}

/** The last header that was parsed: it changes once a second, and answers come by the thousand. */
let last: { readonly text: string; readonly timeMs: number } = { text: '', timeMs: Number.NaN };

export function serverTimeIn({ date = '', age }: Readonly<Record<string, string | undefined>>): ServerTime {
  if (date !== last.text) last = { text: date, timeMs: Date.parse(date) };
  const { timeMs } = last;
  if (Number.isNaN(timeMs)) return { timeMs: undefined, offsetMs: undefined };
  const offsetMs = timeMs - Date.now();
  // An answer with an age comes from a cache, and its date is past.
  const isCertain = age === undefined && Math.abs(offsetMs) <= FURTHEST_MS;
  return { timeMs, offsetMs: isCertain ? offsetMs : undefined };
}
