import assert from 'node:assert/strict';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Three alphabets, more than a page of each; UTF-16 and UTF-8 order the last two differently. */
const NAMES = ['', 'ｚ', '😀'].flatMap((first) =>
  Array.from({ length: 15 }, (_, i) => `${first}${String(i).padStart(2, '0')}`),
);

const pairs = (names: readonly string[], version: string): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.jpg`, `image ${name} ${version}`],
      [`${name}.txt`, `caption ${name} ${version}`],
    ]),
  );

/** Not every server lists in byte order, and tokens lead through its pages all the same (docs/sync-contract.md §6). */
describe('A server that lists in another order than that of bytes, page by page', function () {
  this.timeout(60_000);
  let style: SyncedStyle;

  async function begin(personality: Partial<Personality>): Promise<void> {
    style = new SyncedStyle(await startS3Server({ buckets: [BUCKET], personality }));
  }

  afterEach(() => style.close());

  for (const listingOrder of ['utf-16', 'mixed'] as const) {
    for (const startAfter of ['honoured', 'ignored', 'refused'] as const) {
      describe(`${listingOrder}, where a listing begins at ${startAfter}`, () => {
        beforeEach(async () => {
          await begin({ listingOrder, startAfter, pageSize: 10 });
          style.writeLocal(pairs(NAMES, 'a'));
          assert.equal((await style.toS3()).uploaded, 2 * NAMES.length);
        });

        it('loses nothing unchanged, in either direction', async () => {
          for (const sync of ['fromS3', 'toS3'] as const) {
            const { run_id, skipped } = await style[sync]({ syncDeletes: true });
            assert.deepEqual([run_id, skipped], [undefined, 2 * NAMES.length]);
          }
        });

        it('lets a sync bring what is new in S3 and delete what is gone there, and nothing else', async () => {
          style.writeRemote(pairs(['00 new', 'ｚ99', '😀99'], 'b'));
          style.deleteRemote('ｚ07.jpg', 'ｚ07.txt');
          const result = await style.fromS3({ syncDeletes: true });
          assert.equal(result.downloaded, 6);
          assert.deepEqual([...result.deleted_files].sort(), ['ｚ07.jpg', 'ｚ07.txt']);
          assert.deepEqual(style.local, style.remote);
        });

        it('lets a sync send what is new here and delete what is gone here, and nothing else', async () => {
          style.writeLocal(pairs(['00 new', 'ｚ99', '😀99'], 'b'));
          style.deleteLocal('😀07.jpg', '😀07.txt');
          const result = await style.toS3({ syncDeletes: true });
          assert.equal(result.uploaded, 6);
          assert.deepEqual([...result.deleted_files].sort(), ['😀07.jpg', '😀07.txt']);
          assert.deepEqual(style.remote, style.local);
        });
      });
    }
  }
});
