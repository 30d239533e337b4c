import assert from 'node:assert/strict';
import { cpSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestFileOf } from '../../../../src/local/store/manifestFile.js';
import { newestManifestOf } from '../../../../src/local/store/storedManifests.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import type { Location } from '../../../../src/core/location.js';
import { StyleFolder } from '../styleFolder.js';

describe('the newest manifest of a style', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  const at = (bucket: string): Location => ({ endpoint: '', bucket, prefix: 'styles/', styleId: '16' });
  /** Saves a manifest with the time of a given minute; returns its file. */
  const save = async (bucket: string, minute: number): Promise<string> => {
    const store = storeFolderOf(style.root);
    const before = new Set(minute === 0 ? [] : readdirSync(store));
    const manifest = { version: 1, folder: style.root, location: at(bucket), entries: new Map() } as const;
    await manifestFileOf(style.root, at(bucket)).save(manifest);
    const name = readdirSync(store).find((file) => !before.has(file)) ?? '';
    utimesSync(join(store, name), minute * 60, minute * 60);
    return join(store, name);
  };
  const newest = async (isMeant: (location: Location) => boolean = () => true): Promise<string | undefined> =>
    (await newestManifestOf(style.root, isMeant))?.location.bucket;

  it('is undefined where nothing was ever synced', async () => {
    assert.equal(await newest(), undefined);
  });

  it('is the last written one of those whose location is meant', async () => {
    await save('first', 0);
    await save('last', 2);
    await save('between', 1);
    assert.equal(await newest(), 'last');
    assert.equal(await newest(({ bucket }) => bucket !== 'last'), 'between');
    assert.equal(await newest(() => false), undefined);
  });

  it('is never a damaged one, or one that was copied from another folder', async () => {
    await save('whole', 0);
    writeFileSync(await save('damaged', 1), '{');
    assert.equal(await newest(), 'whole');
    const copy = join(dirname(style.root), '17');
    cpSync(storeFolderOf(style.root), storeFolderOf(copy), { recursive: true });
    assert.equal(await newestManifestOf(copy, () => true), undefined);
  });
});
