import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_IMAGE_EXTENSIONS, type SyncState } from '../../../src/dataset/trainingImage.js';
import { manifestFileOf } from '../../../src/local/store/manifestFile.js';
import { newestManifestOf } from '../../../src/local/store/storedManifests.js';
import { openListedFolder } from '../../../src/local/style/localImages.js';
import type { StyleStanding } from '../../../src/operations/protocol/standing.js';
import { reportFileOf } from '../../../src/local/store/reportFile.js';
import type { SyncReport } from '../../../src/core/ports/stores.js';
import { listCaptionedImages } from '../../../src/operations/listImages.js';
import type { PlaceInS3 } from '../../../src/operations/protocol/requests.js';
import type { Location } from '../../../src/core/location.js';
import type { ManifestEntry } from '../../../src/core/ports/manifest.js';
import { neverAborted, StyleFolder } from '../local/styleFolder.js';

const HERE: Location = {
  endpoint: 'http://localhost:9000',
  bucket: 'training',
  prefix: 'styles/',
  styleId: '16',
};
const ELSEWHERE: Location = { ...HERE, bucket: 'archive' };
const PLACE: PlaceInS3 = { bucket: 'training', prefix: 'styles', endpoint: 'http://localhost:9000/' };

const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('the sync state of images', () => {
  let style: StyleFolder;
  beforeEach(() => {
    style = new StyleFolder();
    style.add('10_cat/a.jpg', 'image a');
    style.add('10_cat/a.txt', 'caption a');
    style.add('b.jpg', 'image b');
  });
  afterEach(() => style.remove());

  /** Writes the manifest that a sync with this location would leave. */
  const synced = async (location = HERE): Promise<void> => {
    const files = await style.store();
    const listing = await files.scan(() => true, neverAborted);
    const entries = listing.files.map(({ path: file, size, mtimeMs, ino }): [string, ManifestEntry] => [
      file,
      { sha256: sha256Of(style.path(file)), etag: '', size, mtimeMs, ino },
    ]);
    const manifest = { version: 1, folder: files.root, location, entries: new Map(entries) } as const;
    await manifestFileOf(files.root, location).save(manifest);
  };

  /** The sync states by image; images without a state are absent. */
  const states = async (syncedWith?: PlaceInS3): Promise<Record<string, SyncState>> => {
    const request = {
      folder: style.root,
      imageExtensions: DEFAULT_IMAGE_EXTENSIONS,
      ...(syncedWith && { syncedWith }),
    };
    const found: Record<string, SyncState> = {};
    const reportOf = (root: string, location: Location) => reportFileOf(root, location).load();
    const adapters = { openListedFolder, newestManifestOf, reportOf, platform: 'posix' } as const;
    const listing = await listCaptionedImages(request, adapters, neverAborted);
    for await (const batch of listing.batches) {
      for (const { relativePath, syncState } of batch) if (syncState) found[relativePath] = syncState;
    }
    standing = listing.standing();
    return found;
  };
  /** Of the last call of `states`. */
  let standing: StyleStanding;

  it('is absent where nothing says where a sync would go', async () => {
    assert.deepEqual(await states(), {});
    assert.deepEqual([standing.hasPlace, standing.isSynced], [false, false]);
  });

  it('is new for all images of a style that was never synced with the place', async () => {
    assert.deepEqual(await states(PLACE), { '10_cat/a.jpg': 'new', 'b.jpg': 'new' });
    assert.deepEqual([standing.hasPlace, standing.isSynced], [true, false]);
    assert.deepEqual(standing.toUpload, { images: 2, captions: 1 });
  });

  it('is absent right after a sync', async () => {
    await synced();
    assert.deepEqual(await states(), {});
  });

  const CHANGES: readonly [string, () => void, Record<string, SyncState>][] = [
    ['a new image', () => style.add('c.jpg', 'image c'), { 'c.jpg': 'new' }],
    ['a renamed image', () => renameSync(style.path('b.jpg'), style.path('bb.jpg')), { 'bb.jpg': 'new' }],
    ['another size', () => style.add('b.jpg', 'image b, edited'), { 'b.jpg': 'changed' }],
    ['nothing for another time with the same bytes', () => utimesSync(style.path('b.jpg'), 1, 1), {}],
    ['another file under the name', () => replace('b.jpg', 'IMAGE B'), { 'b.jpg': 'changed' }],
    ['an edited caption', () => style.add('10_cat/a.txt', 'a longer caption'), { '10_cat/a.jpg': 'changed' }],
    ['nothing for a removed caption, which goes nowhere', () => rmSync(style.path('10_cat/a.txt')), {}],
    ['a new caption', () => style.add('b.txt', 'caption b'), { 'b.jpg': 'changed' }],
    ['nothing for a text that is not a caption', () => style.add('README.txt', 'read me'), {}],
  ];
  for (const [what, change, expected] of CHANGES) {
    it(`reports ${what}`, async () => {
      await synced();
      change();
      assert.deepEqual(await states(), expected);
    });
  }

  /** Replaces a file like an editor that saves to a new file; size and time stay the same. */
  const replace = (file: string, content: string): void => {
    const earlier = 1_700_000_000;
    utimesSync(style.path(file), earlier, earlier);
    writeFileSync(style.path('new'), content);
    utimesSync(style.path('new'), earlier, earlier);
    renameSync(style.path('new'), style.path(file));
  };

  it('refers to the location in the settings, in any spelling of its endpoint', async () => {
    await synced(HERE);
    style.add('c.jpg', 'image c');
    await synced(ELSEWHERE);
    assert.deepEqual(await states(PLACE), { 'c.jpg': 'new' });
    assert.deepEqual(await states({ ...PLACE, endpoint: '' }), { 'c.jpg': 'new' });
    assert.deepEqual(await states({ ...PLACE, bucket: 'archive' }), {});
  });

  it('is new if the style was never synced with the location in the settings', async () => {
    await synced();
    const all = { '10_cat/a.jpg': 'new', 'b.jpg': 'new' };
    assert.deepEqual(await states({ ...PLACE, bucket: 'another' }), all);
    assert.deepEqual(await states({ ...PLACE, prefix: 'other/' }), all);
    assert.deepEqual(await states({ ...PLACE, endpoint: 'http://localhost:9001' }), all);
  });

  it('counts what is gone here and still in S3, and what is to be uploaded, by files', async () => {
    await synced();
    rmSync(style.path('b.jpg'));
    rmSync(style.path('10_cat/a.txt'));
    style.add('c.jpg', 'image c');
    style.add('c.txt', '');
    await states();
    assert.deepEqual(standing.deletedHere.toSorted(), ['10_cat/a.txt', 'b.jpg']);
    assert.deepEqual(standing.toUpload, { images: 1, captions: 1 });
    assert.equal(standing.emptyCaptions, 1);
  });

  it('counts a caption that two images share once, and an edited one whose image is gone', async () => {
    style.add('b.png', 'another image b');
    style.add('b.txt', 'caption b');
    await synced();
    style.add('b.txt', 'a longer caption b');
    assert.deepEqual(await states(), { 'b.jpg': 'changed', 'b.png': 'changed' });
    assert.deepEqual(standing.toUpload, { images: 0, captions: 1 });
    rmSync(style.path('b.jpg'));
    rmSync(style.path('b.png'));
    await states();
    assert.deepEqual(standing.toUpload, { images: 0, captions: 1 });
  });

  describe('with a report on the last sync', () => {
    const report: SyncReport = {
      location: HERE,
      direction: 'to-s3',
      startedAtMs: 1000,
      endedAtMs: 2000,
      isComplete: true,
      total: 3,
      done: 3,
      failed: [],
      conflicts: [],
    };
    const reported = (changes: Partial<SyncReport>): Promise<void> =>
      reportFileOf(style.root, HERE).save({ ...report, ...changes });

    it('says when it ended', async () => {
      await synced();
      await reported({});
      await states();
      assert.deepEqual([standing.syncedAtMs, standing.brokenOff], [2000, undefined]);
    });

    it('marks what failed with its reason, and what is in conflict, under the image', async () => {
      await synced();
      await reported({ failed: [{ path: '10_cat/a.txt', reason: 'It is locked.' }], conflicts: ['b.jpg'] });
      assert.deepEqual(await states(), { '10_cat/a.jpg': 'failed', 'b.jpg': 'conflict' });
      assert.deepEqual([standing.failed, standing.conflicts], [1, 1]);
    });

    it('says how far a killed sync came, until nothing is left to do', async () => {
      await synced();
      style.add('c.jpg', 'image c');
      await reported({ endedAtMs: null, isComplete: false });
      await states();
      assert.deepEqual(standing.brokenOff, { startedAtMs: 1000, direction: 'to-s3', done: 2, total: 3 });
      await synced();
      await states();
      assert.equal(standing.brokenOff, undefined);
    });

    it('believes no report that somebody else wrote', async () => {
      await synced();
      await reported({ conflicts: ['b.jpg'] });
      const folder = path.join(path.dirname(style.root), '.s3-training-data', path.basename(style.root));
      const [name = ''] = readdirSync(folder).filter((file) => file.startsWith('report-'));
      const text = readFileSync(path.join(folder, name), 'utf8');
      writeFileSync(path.join(folder, name), text.replace('b.jpg', '10_cat/a.jpg'));
      assert.deepEqual(await states(), {});
    });
  });

  it('refers to the last sync if the settings name no location', async () => {
    await synced(ELSEWHERE);
    style.add('c.jpg', 'image c');
    await synced(HERE);
    style.add('d.jpg', 'image d');
    assert.deepEqual(await states(), { 'd.jpg': 'new' });
  });
});
