import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { folderEntries } from '../../../../src/local/files/folders.js';
import { StyleFolder } from '../styleFolder.js';

describe('the entries of a folder', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  it('are separated into files and folders, links by what they lead to', async () => {
    style.add('b.jpg', 'b');
    style.add('10_cat/a.jpg', 'a');
    symlinkSync(style.path('10_cat'), style.path('linked'));
    symlinkSync(style.path('b.jpg'), style.path('linked.jpg'));
    symlinkSync(style.path('nowhere'), style.path('dangling'));
    const { files = [], folders = [] } = (await folderEntries(style.root)) ?? {};
    assert.deepEqual([...files].sort(), ['b.jpg', 'linked.jpg']);
    assert.deepEqual([...folders].sort(), ['10_cat', 'linked']);
  });

  it('are undefined where there is no such folder, or a file in its place', async () => {
    style.add('b.jpg', 'b');
    assert.equal(await folderEntries(style.path('gone')), undefined);
    assert.equal(await folderEntries(style.path('b.jpg')), undefined);
  });
});
