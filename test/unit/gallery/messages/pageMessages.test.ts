import assert from 'node:assert/strict';
import { galleryHtml } from '../../../../src/gallery/galleryHtml.js';
import { folderOfState, readPageMessage } from '../../../../src/gallery/messages/pageMessages.js';
import { thumbnailMessage } from '../../../../src/gallery/thumbnailBatch.js';

describe('messages from the page', () => {
  it('accepts the fields of the protocol, and no others', () => {
    assert.deepEqual(readPageMessage({ type: 'ready', extra: 1 }), { type: 'ready' });
    assert.deepEqual(readPageMessage({ type: 'undoLastSync' }), { type: 'undoLastSync' });
    assert.deepEqual(readPageMessage({ type: 'syncToS3', images: ['a.jpg'] }), {
      type: 'syncToS3',
      images: ['a.jpg'],
    });
    assert.deepEqual(readPageMessage({ type: 'syncToS3', images: null }), { type: 'syncToS3', images: null });
    assert.deepEqual(readPageMessage({ type: 'previewSync', images: null }), {
      type: 'previewSync',
      images: null,
    });
    assert.deepEqual(readPageMessage({ type: 'setSyncDeletes', value: true }), {
      type: 'setSyncDeletes',
      value: true,
    });
  });

  for (const message of [
    null,
    'ready',
    [],
    {},
    { type: 'deleteEverything' },
    { type: 'syncToS3' },
    { type: 'syncToS3', images: [] },
    { type: 'syncToS3', images: [1] },
    { type: 'setSyncDeletes', value: 'yes' },
    { type: 'setThumbnailSize', size: 5 },
    { type: 'setThumbnailSize', size: NaN },
    { type: 'openImage' },
    { type: 'wantThumbnails', paths: Array.from({ length: 5000 }, () => 'a.jpg') },
  ]) {
    it(`refuses ${JSON.stringify(message).slice(0, 60)}`, () => {
      assert.throws(() => readPageMessage(message), TypeError);
    });
  }

  it('finds the folder in the stored state of a page', () => {
    assert.equal(folderOfState({ folder: 'file:///s/16' }), 'file:///s/16');
    assert.equal(folderOfState(undefined), undefined);
    assert.equal(folderOfState({ folder: 16 }), undefined);
  });
});

describe('gallery page', () => {
  const html = galleryHtml({
    script: 'https://x/gallery.js',
    style: 'https://x/gallery.css',
    cspSource: 'https://x',
    nonce: 'abc',
    language: 'en',
    title: '<b>"16"</b>',
  });

  it('allows only its own script, style and font, blobs, and pictures of its own origin', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    assert.equal(
      policy,
      "default-src 'none'; img-src blob: https://x; style-src https://x; font-src https://x; script-src 'nonce-abc'",
    );
  });

  it('treats a name as text, never as markup', () => {
    assert.ok(!html.includes('<b>'));
  });
});

describe('thumbnail message', () => {
  it('packs a batch into one buffer', () => {
    const targets = new Map([
      ['/s/a.jpg', { path: 'a.jpg', version: '1' }],
      ['/s/b.jpg', { path: 'b.jpg', version: '2' }],
      ['/s/c.jpg', { path: 'c.jpg', version: '3' }],
    ]);
    const message = thumbnailMessage(
      [
        { file: '/s/a.jpg', status: 'ready', webp: new Uint8Array([1, 2, 3]) },
        { file: '/s/b.jpg', status: 'damaged' },
        { file: '/elsewhere.jpg', status: 'ready', webp: new Uint8Array([9]) },
        { file: '/s/c.jpg', status: 'ready', webp: new Uint8Array([4]) },
      ],
      targets,
    );
    assert.ok(message.type === 'thumbnails');
    assert.deepEqual(message.items, [
      { path: 'a.jpg', version: '1', status: 'ready', start: 0, end: 3 },
      { path: 'b.jpg', version: '2', status: 'damaged', start: 3, end: 3 },
      { path: 'c.jpg', version: '3', status: 'ready', start: 3, end: 4 },
    ]);
    assert.deepEqual([...new Uint8Array(message.bytes)].slice(0, 4), [1, 2, 3, 4]);
  });
});
