import assert from 'node:assert/strict';
import { adapters } from '../../../src/wiring/adapters.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { syncStyle } from '../../../src/operations/syncStyle.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A wrong clock prunes nothing and hides nothing (docs/sync-contract.md §8). */
describe('a clock that is wrong', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const log: string[] = [];
  /** A sync that replaces the only image, by a clock that is this many days ahead. */
  const syncAt = async (days: number, content: string): Promise<string> => {
    style.writeLocal({ 'a.jpg': content });
    const result: SyncResult = await syncStyle(
      { ...requestFor(server, style.folder), syncDeletes: true },
      { ...adapters, wallClock: () => Date.now() + days * DAY_MS },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        log: (_, line) => log.push(line),
      },
    );
    return result.run_id ?? '';
  };
  const runs = async (): Promise<string[]> =>
    (await listHistory({ folder: style.folder }, adapters)).map(({ run_id }) => run_id);

  it('prunes nothing, and the last sync is the one made last', async () => {
    const made: string[] = [];
    for (const [index, days] of [0, -40, 400, 0, 399].entries())
      made.unshift(await syncAt(days, String(index)));
    assert.deepEqual(await runs(), made);
    assert.deepEqual([...made].sort().reverse(), made);
    for (const [index, id] of made.entries()) {
      const result = await style.undo();
      assert.deepEqual([result.undone_run_id, result.kept], [id, 0]);
      assert.deepEqual(Object.values(style.remote), index === 4 ? [] : [String(3 - index)]);
    }
  });

  it('is logged where it differs from the clock of the server', async () => {
    await syncAt(-40, '1');
    log.length = 0;
    await syncAt(0, '2');
    assert.doesNotMatch(log.join('\n'), /clock/);
    await syncAt(2, '3');
    assert.match(
      log.join('\n'),
      /The clock of this machine is not that of S3: no old run leaves the history/,
    );
  });

  it('keeps nothing longer than it should once it is right again', async () => {
    const old = await syncAt(-40, '1');
    await syncAt(0, '2');
    assert.ok(!(await runs()).includes(old));
  });
});
