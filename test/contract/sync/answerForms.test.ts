import assert from 'node:assert/strict';
import type { Operation } from '../../support/s3-server/operations.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { PLAIN_WORDING, type EtagSpelling, type Wording } from '../../support/s3-server/wording.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

type Forms = Readonly<Record<string, Partial<Wording>>>;

const spelled = (spelling: EtagSpelling, ...operations: readonly Operation[]): Partial<Wording> => ({
  etags: Object.fromEntries(operations.map((operation) => [operation, spelling])),
});

const IN_HEADERS = ['HeadObject', 'GetObject', 'PutObject', 'UploadPart'] as const;
const IN_DOCUMENTS = ['ListObjectsV2', 'CopyObject', 'CompleteMultipartUpload'] as const;
const ALL = [...IN_HEADERS, ...IN_DOCUMENTS];

/** Listings with everything that a sync needs: an unchanged object costs no request of its own. */
const WHOLE_LISTINGS: Forms = {
  'without KeyCount and LastModified': { leavesOut: ['KeyCount', 'LastModified'] },
  'with True and False': { capitalTruth: true },
  'that does not say how long what it sends is': { leavesOut: ['length of GET'] },
  'that does not say in a HEAD how long the object is': { leavesOut: ['length of HEAD'] },
  'without quotes in a listing': spelled('bare', 'ListObjectsV2'),
  'without quotes in headers': spelled('bare', ...IN_HEADERS),
  'without quotes in documents': spelled('bare', ...IN_DOCUMENTS),
  'without quotes anywhere': spelled('bare', ...ALL),
  'with weak ETags in headers': spelled('weak', ...IN_HEADERS),
  'with weak ETags everywhere': spelled('weak', ...ALL),
  'with capitals in a listing': spelled('capitals', 'ListObjectsV2'),
  'with capitals in headers': spelled('capitals', ...IN_HEADERS),
  'with the ETag of a PUT left out': spelled('absent', 'PutObject', 'UploadPart'),
  'with the ETag of a HEAD left out': spelled('absent', 'HeadObject'),
  'with the ETag of a GET left out': spelled('absent', 'GetObject'),
  'with ETags in listings only': spelled('absent', ...ALL.filter((one) => one !== 'ListObjectsV2')),
  'with ETags in listings only, and no lengths': {
    ...spelled('absent', ...ALL.filter((one) => one !== 'ListObjectsV2')),
    leavesOut: ['KeyCount', 'LastModified', 'length of GET', 'length of HEAD'],
  },
};

const LISTINGS_WITH_GAPS: Forms = {
  'with no ETags in listings': spelled('absent', 'ListObjectsV2'),
  'with no sizes in listings': { leavesOut: ['Size'] },
  'with neither in listings': { ...spelled('absent', 'ListObjectsV2'), leavesOut: ['Size', 'KeyCount'] },
};

const LARGE = new Uint8Array(17 * 1024 * 1024).fill(7);

/** Docs: docs/sync-contract.md §9, “Fields that help are not required”. */
describe('A server', function () {
  this.timeout(60_000);
  let server: S3Server;
  let here: SyncedStyle;
  let there: SyncedStyle;

  afterEach(async () => {
    there.remove();
    await here.close();
  });

  async function begin(wording: Wording, etags: 'md5' | 'kms' = 'md5'): Promise<void> {
    server = await startS3Server({ buckets: [BUCKET], personality: { wording, etags } });
    here = new SyncedStyle(server);
    there = new SyncedStyle(server);
  }

  const isUnchanged = async (style: SyncedStyle): Promise<void> => {
    for (const result of [
      await style.toS3({ syncDeletes: true }),
      await style.fromS3({ syncDeletes: true }),
    ]) {
      const { run_id, conflict_files, kept_files, failed_files } = result;
      assert.deepEqual([run_id, conflict_files, kept_files, failed_files], [undefined, [], [], []]);
    }
  };

  /** Everything that a user does, and what both sides hold afterwards. */
  async function story(): Promise<void> {
    here.writeLocal({ '1.jpg': 'image 1', '1.txt': 'a cat', '2.jpg': 'image 2', '2.txt': 'a dog' });
    assert.equal((await here.toS3()).uploaded, 4);
    await isUnchanged(here);
    assert.equal((await there.fromS3()).downloaded, 4);
    assert.deepEqual(there.local, here.local);
    await isUnchanged(there);

    there.writeLocal({ '1.txt': 'a red cat', '1.jpg': 'image 1, again' });
    assert.equal((await there.toS3()).uploaded, 2);
    assert.equal((await here.fromS3()).downloaded, 2);
    assert.deepEqual(here.local, there.local);

    const before = here.remote;
    here.deleteLocal('2.jpg', '2.txt');
    here.writeLocal({ '1.txt': 'a blue cat' });
    const changed = await here.toS3({ syncDeletes: true });
    assert.deepEqual([changed.deleted, changed.uploaded], [2, 1]);
    assert.deepEqual(here.remote, here.local);
    const undone = await here.undo();
    assert.deepEqual([undone.failed_files, undone.kept_files], [[], []]);
    assert.deepEqual(here.remote, before);
  }

  for (const etags of ['md5', 'kms'] as const) {
    for (const [name, wording] of Object.entries({ ...WHOLE_LISTINGS, ...LISTINGS_WITH_GAPS })) {
      it(`${name} syncs like any other${etags === 'kms' ? ', where ETags are no hashes' : ''}`, async () => {
        await begin({ ...PLAIN_WORDING, ...wording }, etags);
        await story();
      });
    }
  }

  for (const [name, wording] of Object.entries(WHOLE_LISTINGS)) {
    it(`${name} receives only list requests where nothing changed`, async () => {
      await begin({ ...PLAIN_WORDING, ...wording });
      here.writeLocal({ '1.jpg': 'image 1', '1.txt': 'a cat' });
      await here.toS3();
      server.requests.clear();
      await here.toS3();
      assert.deepEqual(server.requests.counts(), { ListObjectsV2: 1 });
    });
  }

  for (const spelling of ['bare', 'weak', 'capitals', 'absent'] as const) {
    it(`accepts an upload in parts where ETags are ${spelling}`, async () => {
      await begin({ ...PLAIN_WORDING, ...spelled(spelling, ...IN_HEADERS, 'CompleteMultipartUpload') });
      here.writeLocal({ '3.png': LARGE });
      assert.equal((await here.toS3()).uploaded, 1);
      await isUnchanged(here);
      here.writeLocal({ '3.png': LARGE.map((byte) => byte + 1) });
      assert.equal((await here.toS3()).uploaded, 1);
      assert.deepEqual((await here.undo()).failed_files, []);
    });
  }

  it('that spells its ETags differently since the last sync has changed nothing', async () => {
    const etags: Wording['etags'] = {};
    await begin({ ...PLAIN_WORDING, etags });
    here.writeLocal({ '1.jpg': 'image 1', '1.txt': 'a cat' });
    await here.toS3();
    for (const spelling of ['bare', 'weak', 'capitals', 'quoted'] as const) {
      Object.assign(etags, spelled(spelling, ...ALL).etags);
      server.requests.clear();
      await isUnchanged(here);
      assert.deepEqual(server.requests.counts(), { ListObjectsV2: 2 }, spelling);
    }
    Object.assign(etags, spelled('weak', ...ALL).etags);
    here.writeLocal({ '1.txt': 'a dog' });
    assert.equal((await here.toS3()).uploaded, 1);
    Object.assign(etags, spelled('bare', ...ALL).etags);
    const undone = await here.undo();
    assert.deepEqual([undone.restored, undone.failed_files, undone.kept_files], [1, [], []]);
  });
});
