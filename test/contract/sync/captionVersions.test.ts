import assert from 'node:assert/strict';
import { adapters } from '../../../src/wiring/adapters.js';
import { readCaptionVersions, readObject } from '../../../src/operations/readObject.js';
import type { CaptionVersions } from '../../../src/operations/protocol/requests.js';
import { SyncError } from '../../../src/core/errors.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';

/** What the preview shows of a caption with edits on both sides. */
describe('the versions of a caption', () => {
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

  const { signal } = new AbortController();
  const versions = (file = 'a.txt'): Promise<CaptionVersions> =>
    readCaptionVersions({ ...requestFor(server, style.folder), file }, adapters, signal);
  const editBoth = (local: string, remote: string): void => {
    style.writeLocal({ 'a.txt': local });
    style.writeRemote({ 'a.txt': remote });
  };
  const EDITED = {
    base: 'cat, sofa',
    local: 'cat, sofa, mine',
    s3: 'cat, theirs, sofa',
    merged: 'cat, theirs, sofa, mine',
  };

  it('include the text of the last upload, and a merge where they do not contradict each other', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': EDITED.base });
    await style.toS3();
    editBoth(EDITED.local, EDITED.s3);
    assert.deepEqual(await versions(), EDITED);
  });

  it('include the text of the last download', async () => {
    style.writeRemote({ 'a.jpg': 'A', 'a.txt': EDITED.base });
    await style.fromS3();
    editBoth(EDITED.local, EDITED.s3);
    assert.deepEqual(await versions(), EDITED);
  });

  it('include the text of the last download of many long ones at once, although their buffers are reused', async () => {
    const names = Array.from({ length: 32 }, (_, i) => `${String(i)}.txt`);
    const textOf = (name: string): string => `${name} `.repeat(10_000);
    for (const name of names) {
      style.writeRemote({ [name.replace('.txt', '.jpg')]: 'A', [name]: textOf(name) });
    }
    await style.fromS3({ concurrency: 16 });
    for (const name of names) assert.equal((await versions(name)).base, textOf(name), name);
  });

  it('include the text that both sides had when they were first compared', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': EDITED.base });
    style.writeRemote({ 'a.jpg': 'A', 'a.txt': EDITED.base });
    await style.toS3();
    editBoth(EDITED.local, EDITED.s3);
    assert.deepEqual(await versions(), EDITED);
  });

  it('include no merge where they contradict each other, nor without an earlier sync', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat, red sofa' });
    await style.toS3();
    editBoth('cat, blue sofa', 'cat, green sofa');
    assert.equal((await versions()).merged, undefined);
    style.writeLocal({ 'b.jpg': 'B', 'b.txt': 'one' });
    style.writeRemote({ 'b.txt': 'two' });
    assert.deepEqual(await versions('b.txt'), {
      base: undefined,
      local: 'one',
      s3: 'two',
      merged: undefined,
    });
  });

  it('are not made up from bytes that are no text', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': Uint8Array.from([0xff, 0xfe, 0x41]) });
    style.writeRemote({ 'a.txt': 'text' });
    await assert.rejects(
      versions(),
      (error) => error instanceof SyncError && error.code === 'unreadable-file',
    );
  });

  it('of any file can be read from S3; a missing object is undefined', async () => {
    style.writeRemote({ 'a.jpg': 'A' });
    const read = (file: string): Promise<Uint8Array | undefined> =>
      readObject({ ...requestFor(server, style.folder), file }, adapters, signal);
    assert.deepEqual(Buffer.from((await read('a.jpg')) ?? []).toString(), 'A');
    assert.equal(await read('b.jpg'), undefined);
  });
});
