import assert from 'node:assert/strict';
import { fault, type FaultRule } from '../../support/s3-server/faults.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const LARGE = 'L'.repeat(17 * 1024 * 1024);
const FIRST = { 'a.jpg': 'first a', 'b.jpg': 'first b', 'keep.jpg': 'K' };
const SECOND = { 'a.jpg': 'second a', 'b.jpg': 'second b' };
const PREFIX = `styles/${STYLE}/`;

/** A server that reports a successful copy and has created another object (docs/sync-contract.md §7). */
describe('an undo on a server whose copies hold other bytes', () => {
  let server: S3Server;
  let style: SyncedStyle;
  const start = async (personality: Partial<Personality>): Promise<void> => {
    server = await startS3Server({
      buckets: [BUCKET],
      personality: { versioning: 'always', ...personality },
    });
    style = new SyncedStyle(server);
    style.writeLocal(FIRST);
    await style.toS3();
    style.writeLocal({ 'new.jpg': 'N' });
    await style.toS3();
    style.writeLocal(SECOND);
    await style.toS3();
  };
  afterEach(async () => {
    style.remove();
    await server.close();
  });
  const AFTER = { ...FIRST, 'new.jpg': 'N' };

  for (const copies of ['cut-short', 'spoilt'] as const) {
    for (const etags of ['md5', 'kms'] as const) {
      it(`(${copies}, ETags: ${etags}) restores the bytes by downloading and uploading them`, async () => {
        await start({ copies, etags });
        const { restored, failed, kept } = await style.undo();
        assert.deepEqual([restored, failed, kept], [2, 0, 0]);
        assert.deepEqual(style.remote, AFTER);
        const { removed_files } = await style.undo();
        assert.deepEqual([removed_files, style.remote], [['new.jpg'], FIRST]);
      });
    }
  }

  const UNREPAIRED: Readonly<Record<string, FaultRule>> = {
    'the former version cannot be read': {
      operation: 'GetObject',
      key: `${PREFIX}a.jpg`,
      then: fault.error(403, 'AccessDenied'),
    },
    'it takes no upload': {
      operation: 'PutObject',
      key: `${PREFIX}a.jpg`,
      then: fault.error(403, 'AccessDenied'),
    },
  };
  for (const [name, rule] of Object.entries(UNREPAIRED)) {
    it(`and where ${name} fails for that file, and the next undo repairs it`, async () => {
      await start({ copies: 'cut-short' });
      server.faults.add(rule);
      const first = await style.undo();
      assert.deepEqual(
        [first.restored_files, first.failed_files.map(({ file }) => file)],
        [['b.jpg'], ['a.jpg']],
      );
      const second = await style.undo();
      assert.deepEqual([second.undone_run_id, second.kept, second.failed], [first.undone_run_id, 0, 1]);
      server.faults.clear();
      const third = await style.undo();
      assert.deepEqual([third.undone_run_id, third.restored_files], [first.undone_run_id, ['a.jpg']]);
      assert.deepEqual(style.remote, AFTER);
    });
  }

  it('keeps what another program has written over such a copy', async () => {
    await start({ copies: 'spoilt' });
    server.faults.add({
      operation: 'GetObject',
      key: `${PREFIX}a.jpg`,
      then: fault.error(403, 'AccessDenied'),
    });
    await style.undo();
    server.faults.clear();
    style.writeRemote({ 'a.jpg': 'theirs' });
    assert.deepEqual((await style.undo()).kept_files, ['a.jpg']);
    assert.equal(style.remote['a.jpg'], 'theirs');
  });

  it('restores in parts what is too large for memory, and compares what it sends with what was read', async () => {
    await start({ copies: 'spoilt' });
    style.writeLocal({ 'a.jpg': LARGE });
    await style.toS3();
    style.writeLocal({ 'a.jpg': 'third a' });
    await style.toS3();
    server.requests.clear();
    assert.deepEqual((await style.undo()).restored_files, ['a.jpg']);
    assert.equal(server.requests.counts()['UploadPart'], 3);
    assert.ok(style.remote['a.jpg'] === LARGE);
  });

  it('restores from the trash as well', async () => {
    await start({ versioning: 'offered', etags: 'kms' });
    const readBack = { operation: 'GetObject', key: `${PREFIX}a.jpg` } as const;
    server.faults.add({ ...readBack, times: 1, then: fault.wrongBytes });
    server.requests.clear();
    assert.deepEqual((await style.undo()).restored, 2);
    assert.deepEqual([server.requests.counts()['PutObject'], style.remote], [1, AFTER]);
  });

  it('recognises a copy that it could not read back, and verifies it again', async () => {
    await start({ versioning: 'offered', etags: 'kms' });
    server.faults.add({
      operation: 'GetObject',
      key: `${PREFIX}a.jpg`,
      then: fault.error(403, 'AccessDenied'),
    });
    const first = await style.undo();
    assert.deepEqual([first.restored_files, first.failed, first.kept], [['b.jpg'], 1, 0]);
    server.faults.clear();
    const again = await style.undo();
    assert.deepEqual([again.undone_run_id, again.restored_files], [first.undone_run_id, ['a.jpg']]);
    assert.deepEqual(style.remote, AFTER);
  });
});
