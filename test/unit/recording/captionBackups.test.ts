import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { textsIn } from '../../../src/recording/captionBundle.js';
import { CaptionBackups, type FormerCaption } from '../../../src/recording/captionBackups.js';
import { SyncError } from '../../../src/core/errors.js';
import type { Expected, UploadInfo } from '../../../src/core/ports/objectStore.js';
import { headerOf } from '../local/journal/recordedRun.js';

const MEBIBYTE = 1024 * 1024;
const { signal } = new AbortController();

const caption = (number: number, size = 10): FormerCaption => ({
  path: `${String(number)}.txt`,
  etag: `"${String(number)}"`,
  sha256: `hash ${String(number)}`,
  size,
});
const captions = (count: number, size?: number): FormerCaption[] =>
  [...Array(count).keys()].map((number) => caption(number, size));

describe('CaptionBackups', () => {
  let stored: { key: string; texts: string[]; info: UploadInfo; expected: Expected }[];
  let forgotten: Set<string>;
  let failure: Error | undefined;
  let log: string[];
  let atOnce: number;
  let mostAtOnce: number;
  beforeEach(() => {
    stored = [];
    forgotten = new Set();
    failure = undefined;
    log = [];
    atOnce = mostAtOnce = 0;
  });

  const backupsOf = (formers: readonly FormerCaption[]): CaptionBackups =>
    new CaptionBackups(
      formers,
      headerOf('2024-a'),
      {
        caption: (sha256) =>
          Promise.resolve(forgotten.has(sha256) ? undefined : sha256.replace('hash', 'text')),
      },
      {
        put: async ({ key, content, info }, expected) => {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await tick();
          atOnce -= 1;
          if (failure !== undefined) throw failure;
          stored.push({ key, texts: [...textsIn(content).values()], info, expected });
          return { etag: `"${info.md5}"` };
        },
        get: () => Promise.reject(new SyncError('object-missing')),
      },
      (_, line) => log.push(line),
    );
  const backUp = (backups: CaptionBackups, { path, etag }: FormerCaption) =>
    backups.backUp(path, etag, signal);
  const backUpAll = (backups: CaptionBackups, formers: readonly FormerCaption[]) =>
    Promise.all(formers.map((former) => backUp(backups, former)));

  it('stores up to a thousand texts when the first of them is asked for, and says where each one is', async () => {
    const formers = captions(1500);
    const backups = backupsOf(formers);
    assert.equal(stored.length, 0);
    await backUp(backups, caption(3));
    assert.deepEqual(
      stored.map(({ texts }) => texts.length),
      [1000],
    );
    const kept = await backUpAll(backups, formers);
    assert.deepEqual(
      stored.map(({ texts }) => texts.length),
      [1000, 500],
    );
    const folder = stored[0]?.key.replace(/\.captions-1\.jsonl$/, '') ?? '';
    assert.match(folder, /\.s3-training-data\/trash\/.+\/2024-a\/$/);
    assert.deepEqual(kept[0], { in: 'captions', key: `${folder}.captions-1.jsonl`, sha256: 'hash 0' });
    assert.deepEqual(kept[1000], { in: 'captions', key: `${folder}.captions-2.jsonl`, sha256: 'hash 1000' });
  });

  it('stores each bundle as a new object, with checksums', async () => {
    const formers = captions(2);
    await backUpAll(backupsOf(formers), formers);
    assert.equal(stored[0]?.expected, 'absent');
    const { info } = stored[0];
    assert.equal(info.contentType, 'application/x-ndjson');
    assert.match(`${info.sha256} ${info.md5}`, /^[0-9a-f]{64} [0-9a-f]{32}$/);
  });

  it('holds at most 4 MiB of texts in memory: one bundle at a time', async () => {
    const formers = captions(40, MEBIBYTE / 4);
    await backUpAll(backupsOf(formers), formers);
    assert.deepEqual(
      stored.map(({ texts }) => texts.length),
      [16, 16, 8],
    );
    assert.equal(mostAtOnce, 1);
  });

  it('backs up no single caption, no unknown text and no object that changed since the listing', async () => {
    const one = captions(1);
    assert.deepEqual(await backUpAll(backupsOf(one), one), [undefined]);
    const three = captions(3);
    forgotten.add('hash 1').add('hash 2');
    assert.deepEqual(await backUpAll(backupsOf(three), three), [undefined, undefined, undefined]);
    assert.deepEqual(stored, []);
    forgotten.delete('hash 2');
    const backups = backupsOf(three);
    assert.equal(await backups.backUp('0.txt', '"of somebody else"', signal), undefined);
    assert.equal(await backUp(backups, caption(7)), undefined);
    const kept = await backUpAll(backups, three);
    assert.deepEqual(
      kept.map((where) => where?.in),
      ['captions', undefined, 'captions'],
    );
  });

  it('reports no backup where storing failed, and logs the reason once', async () => {
    failure = new SyncError('server-error', { cause: 'it burns' });
    const formers = captions(3);
    assert.deepEqual(await backUpAll(backupsOf(formers), formers), [undefined, undefined, undefined]);
    assert.equal(log.length, 1);
    assert.match(log[0] ?? '', /it burns/);
  });

  it('stops when the run is cancelled', async () => {
    failure = new SyncError('cancelled');
    const backups = backupsOf(captions(2));
    await assert.rejects(
      backUp(backups, caption(0)),
      (error) => error instanceof SyncError && error.code === 'cancelled',
    );
  });
});
