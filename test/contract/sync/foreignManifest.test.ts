import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { storeFolderOf } from '../../../src/local/store/storePlace.js';
import { adapters } from '../../../src/wiring/adapters.js';
import { serverFactsOf } from '../../../src/local/store/serverFacts.js';
import { readCaptionVersions } from '../../../src/operations/readObject.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

interface Written {
  entries: { path: string; sha256: string; etag: string; size: number }[];
  seal?: string;
}

/** An unsealed manifest may keep a sync from acting, and is believed in nothing else (docs/sync-contract.md §8). */
describe('a manifest from elsewhere', () => {
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

  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const store = (): string => storeFolderOf(style.folder);
  const file = (): string => {
    const name = fs.readdirSync(store()).find((entry) => entry.startsWith('manifest-')) ?? '';
    return path.join(store(), name);
  };
  const read = (): Written => JSON.parse(fs.readFileSync(file(), 'utf8')) as Written;
  /** Rewrites the manifest as another user, or a version without seals, would write it. */
  const forge = (change: (manifest: Written) => void = () => undefined): void => {
    const manifest = read();
    change(manifest);
    fs.writeFileSync(file(), JSON.stringify({ ...manifest, seal: undefined }));
  };
  const claim = (of: string, given: Partial<Written['entries'][number]>) => (manifest: Written) => {
    manifest.entries = manifest.entries.map((entry) => (entry.path === of ? { ...entry, ...given } : entry));
  };
  const on = { syncDeletes: true };

  it('still keeps what changed in the target, and what is in conflict', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
    await style.toS3();
    forge();
    style.writeRemote({ 'a.jpg': 'theirs', 'b.jpg': 'theirs' });
    style.writeLocal({ 'b.jpg': 'ours' });
    style.deleteLocal('c.jpg');
    style.writeRemote({ 'c.jpg': 'edited there' });
    for (const round of [1, 2]) {
      const result = await style.toS3(on);
      assert.deepEqual(
        [result.kept_files, [...result.conflict_files].sort(), result.uploaded, result.deleted],
        [['a.jpg'], ['b.jpg', 'c.jpg'], 0, 0],
        `round ${String(round)}`,
      );
    }
  });

  it('costs no more than reading the files, once', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat' });
    await style.toS3();
    forge();
    for (const expected of [{ ListObjectsV2: 1 }, { ListObjectsV2: 1 }]) {
      server.requests.clear();
      const result = await style.toS3();
      assert.deepEqual([result.skipped, server.requests.counts()], [2, expected]);
    }
    assert.match(fs.readFileSync(file(), 'utf8'), /,"seal":"[\w-]+"\}\n$/);
  });

  it('does not make different files count as the same', async () => {
    style.writeLocal({ 'a.jpg': 'A1', 'b.txt': 'B1', 'b.jpg': 'B' });
    await style.toS3();
    style.writeRemote({ 'a.jpg': 'A2', 'b.txt': 'B2' });
    const etag = (name: string): string => server.bucket(BUCKET).get(`styles/${STYLE}/${name}`)?.etag ?? '';
    forge((manifest) => {
      claim('a.jpg', { etag: etag('a.jpg') })(manifest);
      claim('b.txt', { etag: etag('b.txt') })(manifest);
    });
    const result = await style.toS3();
    assert.deepEqual([...result.uploaded_files].sort(), ['a.jpg', 'b.txt']);
    assert.deepEqual(style.remote, style.local);
  });

  it('makes no file a caption, which deletes would remove', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    await style.toS3();
    style.writeRemote({ 'README.txt': 'how this was made' });
    forge((manifest) => {
      const [entry] = manifest.entries;
      if (entry !== undefined) manifest.entries.push({ ...entry, path: 'README.jpg' });
    });
    await style.toS3(on);
    assert.deepEqual(Object.keys(style.remote), ['README.txt', 'a.jpg']);
  });

  it('does not make a run back up another text than the one it replaces', async () => {
    const texts = { 'a.txt': 'a cat', 'b.txt': 'a dog' };
    style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B', ...texts });
    await style.toS3();
    const lines = ['forged', 'forged, too'].map(
      (text) => `${JSON.stringify({ sha256: sha256(text), text })}\n`,
    );
    fs.appendFileSync(path.join(store(), 'captions.jsonl'), lines.join(''));
    forge((manifest) => {
      claim('a.txt', { sha256: sha256('forged') })(manifest);
      claim('b.txt', { sha256: sha256('forged, too') })(manifest);
    });
    style.writeLocal({ 'a.txt': 'new a', 'b.txt': 'new b' });
    const { uploaded_files } = await style.toS3();
    assert.deepEqual([...uploaded_files].sort(), ['a.txt', 'b.txt']);
    await style.undo();
    assert.deepEqual(style.remote, { 'a.jpg': 'A', 'b.jpg': 'B', ...texts });
  });

  it('is no base of a merge', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat, sofa' });
    await style.toS3();
    const versions = () =>
      readCaptionVersions(
        { ...requestFor(server, style.folder), file: 'a.txt' },
        adapters,
        new AbortController().signal,
      );
    assert.equal((await versions()).base, 'cat, sofa');
    forge();
    assert.equal((await versions()).base, undefined);
  });

  it('does not decide what a server can do, which is tried again', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    await style.toS3();
    const facts = path.join(path.dirname(store()), 'servers.json');
    const value = await serverFactsOf(style.folder).load();
    assert.ok(value !== undefined);
    fs.writeFileSync(facts, JSON.stringify({ value }));
    assert.equal(await serverFactsOf(style.folder).load(), undefined);
    fs.writeFileSync(facts, JSON.stringify(value));
    assert.equal(await serverFactsOf(style.folder).load(), undefined);
  });
});
