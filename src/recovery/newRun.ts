import { randomBytes } from 'node:crypto';
import type { RunHeader } from './journal.js';

/** The header of a run that begins now. */
export function newRun(
  run: Pick<RunHeader, 'kind' | 'undoes' | 'direction' | 'location' | 'holder'>,
  nowMs: number,
): RunHeader {
  return { version: 1, id: idOf(nowMs), startedAtMs: nowMs, ...run };
}

/** `20261122T161842123Z-4f2a9c`: by time, and apart from a run of another machine in the same millisecond. */
function idOf(nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/[-:.]/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
