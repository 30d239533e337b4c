import type { SyncDirection } from '../../../src/core/progress.js';
import type { SyncedStyle } from '../../support/syncedStyle.js';

/** The same in every run: a few pairs for each kind of change. */
const REPLACED = [0, 1, 2, 3];
const GONE = [4, 5, 6];
const STAYING = [7];
const NEW = [8, 9, 10, 11];

const pair = (number: number, version: string): Record<string, string> => ({
  [`image ${String(number)}.jpg`]: `${version} picture ${String(number)} `.repeat(20),
  [`image ${String(number)}.txt`]: `${version} caption ${String(number)}`,
});

const pairs = (numbers: readonly number[], version: string): Record<string, string> =>
  Object.assign({}, ...numbers.map((number) => pair(number, version))) as Record<string, string>;

/** Syncs a style and changes its source: replaced, new and deleted pairs. */
export async function tell(style: SyncedStyle, direction: SyncDirection): Promise<void> {
  const former = pairs([...REPLACED, ...GONE, ...STAYING], 'former');
  const changes = pairs([...REPLACED, ...NEW], 'new');
  const gone = Object.keys(pairs(GONE, ''));
  style.writeLocal(former);
  await style.toS3();
  if (direction === 'to-s3') {
    style.writeLocal(changes);
    style.deleteLocal(...gone);
  } else {
    style.writeRemote(changes);
    style.deleteRemote(...gone);
  }
}
