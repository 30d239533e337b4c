import assert from 'node:assert/strict';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { DEFAULT_IMAGE_EXTENSIONS, type SyncState } from '../../../src/dataset/trainingImage.js';
import { manifestFileOf } from '../../../src/local/store/manifestFile.js';
import { newestManifestOf } from '../../../src/local/store/storedManifests.js';
import { openListedFolder } from '../../../src/local/style/localImages.js';
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
    const entries = listing.files.map(({ path, size, mtimeMs, ino }): [string, ManifestEntry] => [
      path,
      { sha256: '', etag: '', size, mtimeMs, ino },
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
    const listing = await listCaptionedImages(request, { openListedFolder, newestManifestOf }, neverAborted);
    for await (const batch of listing.batches) {
      for (const { relativePath, syncState } of batch) if (syncState) found[relativePath] = syncState;
    }
    return found;
  };

  it('is absent in a style that was never synced', async () => {
    assert.deepEqual(await states(), {});
  });

  it('is absent right after a sync', async () => {
    await synced();
    assert.deepEqual(await states(), {});
  });

  const CHANGES: readonly [string, () => void, Record<string, SyncState>][] = [
    ['a new image', () => style.add('c.jpg', 'image c'), { 'c.jpg': 'new' }],
    ['a renamed image', () => renameSync(style.path('b.jpg'), style.path('bb.jpg')), { 'bb.jpg': 'new' }],
    ['another size', () => style.add('b.jpg', 'image b, edited'), { 'b.jpg': 'changed' }],
    ['another time', () => utimesSync(style.path('b.jpg'), 1, 1), { 'b.jpg': 'changed' }],
    ['another file under the name', () => replace('b.jpg', 'IMAGE B'), { 'b.jpg': 'changed' }],
    ['an edited caption', () => style.add('10_cat/a.txt', 'a longer caption'), { '10_cat/a.jpg': 'changed' }],
    ['a removed caption', () => rmSync(style.path('10_cat/a.txt')), { '10_cat/a.jpg': 'changed' }],
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
  const replace = (path: string, content: string): void => {
    const earlier = 1_700_000_000;
    utimesSync(style.path(path), earlier, earlier);
    writeFileSync(style.path('new'), content);
    utimesSync(style.path('new'), earlier, earlier);
    renameSync(style.path('new'), style.path(path));
  };

  it('refers to the location in the settings, in any spelling of its endpoint', async () => {
    await synced(HERE);
    style.add('c.jpg', 'image c');
    await synced(ELSEWHERE);
    assert.deepEqual(await states(PLACE), { 'c.jpg': 'new' });
    assert.deepEqual(await states({ ...PLACE, endpoint: '' }), { 'c.jpg': 'new' });
    assert.deepEqual(await states({ ...PLACE, bucket: 'archive' }), {});
  });

  it('is absent if the style was never synced with the location in the settings', async () => {
    await synced();
    style.add('c.jpg', 'image c');
    assert.deepEqual(await states({ ...PLACE, bucket: 'another' }), {});
    assert.deepEqual(await states({ ...PLACE, prefix: 'other/' }), {});
    assert.deepEqual(await states({ ...PLACE, endpoint: 'http://localhost:9001' }), {});
  });

  it('refers to the last sync if the settings name no location', async () => {
    await synced(ELSEWHERE);
    style.add('c.jpg', 'image c');
    await synced(HERE);
    style.add('d.jpg', 'image d');
    assert.deepEqual(await states(), { 'd.jpg': 'new' });
  });
});
