import { randomBytes } from 'node:crypto';
import type { RunHeader } from '../core/ports/journal.js';

/**
 * The header of a run that begins now. `newestId`: the id of this user's newest run; the new id sorts after it,
 * whatever the clock says.
 */
export function newRun(
  run: Pick<RunHeader, 'kind' | 'undoes' | 'direction' | 'location' | 'holder'>,
  nowMs: number,
  newestId: string | undefined,
): RunHeader {
  const newestMs = newestId === undefined ? undefined : timeIn(newestId);
  const idMs = newestMs === undefined ? nowMs : Math.max(nowMs, newestMs + 1);
  return { version: 1, id: idOf(idMs), startedAtMs: nowMs, ...run };
}

/**
 * `20261122T161842123Z-4f2a9c`: sorts by time; the suffix distinguishes runs of several machines in the same
 * millisecond.
 */
function idOf(nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/[-:.]/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}

const RUN_ID_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/;

/** Milliseconds since the epoch; `undefined` where the id has another form. */
function timeIn(id: string): number | undefined {
  const [, year, month, day, hour, minute, second, ms] = RUN_ID_TIME.exec(id) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(
    `${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${ms ?? ''}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}
