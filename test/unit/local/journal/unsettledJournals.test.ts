import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import type { Journal, PartsUpload } from '../../../../src/core/ports/journal.js';
import { creationOf, headerOf } from './recordedRun.js';
import { StyleFolder } from '../styleFolder.js';

const UPLOAD: PartsUpload = { key: 'styles/16/ä "b"\n.jpg', uploadId: '2~id+/=' };

describe('journals of runs that may have left parts in the bucket', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  const store = (): ReturnType<typeof recoveryStoreOf> => recoveryStoreOf(style.root);
  const file = (id: string): string => join(storeFolderOf(style.root), 'journal', `${id}.jsonl`);

  /** A run with an act whose upload is in parts. */
  const begin = async (id: string): Promise<Journal> => {
    const journal = await store().begin(headerOf(id));
    await journal.intend(creationOf(1));
    await journal.partsBegun(1, UPLOAD);
    return journal;
  };

  /** Leaves the run's journal as a kill does: without an end. */
  const kill = async (id: string): Promise<void> => {
    await (await begin(id)).close(1);
    const text = readFileSync(file(id), 'utf8');
    writeFileSync(file(id), text.slice(0, text.indexOf('{"end"')));
  };

  const unsettled = async (): Promise<string[]> =>
    (await store().unsettledRuns()).map(({ header }) => header.id);
  const uploads = async (): Promise<PartsUpload[]> =>
    (await store().unsettledRuns()).flatMap(({ acts }) => acts.flatMap(({ parts = [] }) => parts));

  it('name the uploads of a run that was killed, oldest run first', async () => {
    await kill('2024-b');
    await kill('2024-a');
    await (await store().begin(headerOf('2024-c'))).close(1);
    assert.deepEqual(await unsettled(), ['2024-a', '2024-b']);
    assert.deepEqual(await uploads(), [UPLOAD, UPLOAD]);
  });

  it('do not name uploads that completed, or whose parts are known to be gone', async () => {
    const journal = await begin('2024-a');
    await journal.done(1, '"e"');
    await journal.intend(creationOf(2));
    await journal.partsBegun(2, UPLOAD);
    journal.partsGone(2);
    await journal.close(1);
    assert.deepEqual(await unsettled(), []);
    const [run] = await store().runs();
    assert.deepEqual(run?.acts, [
      { ...creationOf(1), isDone: true, etag: '"e"' },
      { ...creationOf(2), isDone: false, etag: undefined },
    ]);
  });

  it('name uploads that an orderly run could not clean up', async () => {
    await (await begin('2024-a')).close(1);
    assert.deepEqual(await uploads(), [UPLOAD]);
    assert.equal((await store().runs())[0]?.endedAtMs, 1);
  });

  it('name nothing once they are settled, wherever a crash tore them', async () => {
    await kill('2024-a');
    appendFileSync(file('2024-a'), '{"done":1');
    await (await begin('2024-b')).close(1);
    for (const id of ['2024-a', '2024-b']) await store().settle(id);
    assert.deepEqual(await unsettled(), []);
    const runs = await store().runs();
    assert.deepEqual(
      runs.map(({ acts, endedAtMs }) => [acts, endedAtMs]),
      [
        [[{ ...creationOf(1), isDone: false, etag: undefined }], 1],
        [[{ ...creationOf(1), isDone: false, etag: undefined }], undefined],
      ],
    );
  });

  it('do not exist where nobody has synced', async () => {
    assert.deepEqual(await unsettled(), []);
  });
});
