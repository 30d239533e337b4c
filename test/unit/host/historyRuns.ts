import type { HistoryRun, RestorableFile } from '../../../src/operations/protocol/results.js';

/** Runs of a history, as the engine returns them. */

/** A time in this machine's time zone. */
const at = (hours: number, minutes: number): Date => new Date(2026, 10, 22, hours, minutes);

export const NOW = at(15, 0).getTime();

/** A sync to S3 at 14:32 of the same day. */
export const aRun = (run: Partial<HistoryRun> = {}): HistoryRun => ({
  run_id: '20261122T143200000Z-a',
  kind: 'sync',
  direction: 'to-s3',
  location: 's3://b/styles/16/',
  folder: '/styles/16',
  endpoint: '',
  bucket: 'b',
  proven: true,
  started_at: at(14, 32).toISOString(),
  ended_at: at(14, 33).toISOString(),
  by: 'VS Code',
  created: 0,
  replaced: 0,
  deleted: 0,
  undone: false,
  next_undo: false,
  restorable: [],
  ...run,
});

export const restorable = (file: string, side: RestorableFile['side'] = 's3'): RestorableFile => ({
  file,
  side,
  what: 'deleted',
  size: 1200,
});
