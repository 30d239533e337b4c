import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { openListedFolder } from '../../../../src/local/style/localImages.js';
import { coded, neverAborted, StyleFolder } from '../styleFolder.js';

const all = (): boolean => true;

describe('the images of a style for display', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  it('have the same paths as a scan, including links to files, without folders and broken links', async () => {
    for (const path of ['b.jpg', '10_cat/a.jpg', '.hidden.jpg']) style.add(path, path);
    mkdirSync(style.path('folder.jpg'));
    symlinkSync('b.jpg', style.path('link.jpg'));
    symlinkSync('nowhere', style.path('dead.jpg'));
    symlinkSync('10_cat', style.path('linked folder'));
    const scanned = await (await style.store()).scan(all, neverAborted);
    const paths = await (await openListedFolder(style.root)).paths(all, neverAborted);
    assert.deepEqual(paths, ['10_cat/a.jpg', 'b.jpg', 'link.jpg']);
    assert.deepEqual(
      paths,
      scanned.files.map(({ path }) => path),
    );
  });

  it('include nothing behind a link out of the style, unless this user wants that', async () => {
    writeFileSync(`${style.parent}/secret`, 'secret');
    for (const name of ['a.jpg', 'b.jpg']) style.add(name, 'image');
    symlinkSync('../secret', style.path('a.txt'));
    const folder = await openListedFolder(style.root);
    assert.deepEqual(await folder.paths(all, neverAborted), ['a.jpg', 'b.jpg']);
    // A repository can add the link between the listing and the look.
    assert.equal(folder.stat('a.txt'), undefined);
    assert.throws(() => folder.beginningOf('a.txt', 10), coded('unreadable-file', /link to elsewhere/));
    const following = await openListedFolder(style.root, { followLinks: true });
    assert.deepEqual(await following.paths(all, neverAborted), ['a.jpg', 'a.txt', 'b.jpg']);
    assert.equal(following.beginningOf('a.txt', 10)?.toString(), 'secret');
  });

  it('include no named pipe, and never block on one', async function () {
    if (process.platform === 'win32') this.skip();
    style.add('cat.png', 'image');
    execFileSync('mkfifo', [style.path('cat.txt'), style.path('dog.png')]);
    const folder = await openListedFolder(style.root);
    assert.deepEqual(await folder.paths(all, neverAborted), ['cat.png']);
    assert.equal(folder.stat('dog.png'), undefined);
    assert.throws(() => folder.beginningOf('cat.txt', 10), coded('unreadable-file', /named pipe/));
  });

  it('show the state of a file, and none for what is gone or is no file', async () => {
    style.add('a.jpg', 'image');
    mkdirSync(style.path('b.jpg'));
    const folder = await openListedFolder(style.root);
    assert.equal(folder.stat('a.jpg')?.size, 5);
    assert.deepEqual([folder.stat('b.jpg'), folder.stat('gone.jpg')], [undefined, undefined]);
  });

  it('show as much of the beginning of a file as is asked for', async () => {
    style.add('a.txt', 'a long caption');
    style.add('b.txt', '');
    const folder = await openListedFolder(style.root);
    const text = (path: string, limit: number) => folder.beginningOf(path, limit)?.toString();
    assert.equal(text('a.txt', 6), 'a long');
    assert.equal(text('a.txt', 100), 'a long caption');
    assert.equal(text('b.txt', 100), '');
    assert.equal(text('gone.txt', 100), undefined);
    mkdirSync(style.path('c.txt'));
    assert.throws(() => text('c.txt', 100), coded('unreadable-file'));
  });

  it('do not follow a folder that has become a link to elsewhere', async () => {
    style.add('10_cat/a.txt', 'inside');
    mkdirSync(`${style.parent}/elsewhere`);
    writeFileSync(`${style.parent}/elsewhere/a.txt`, 'outside');
    const folder = await openListedFolder(style.root);
    assert.ok(folder.beginningOf('10_cat/a.txt', 10));
    renameSync(style.path('10_cat'), style.path('11_cat'));
    symlinkSync(`${style.parent}/elsewhere`, style.path('10_cat'));
    await folder.pause(neverAborted);
    assert.throws(() => folder.beginningOf('10_cat/a.txt', 10), coded('unsafe-name'));
  });

  it('report that the folder is missing, even when it goes meanwhile', async () => {
    const folder = await openListedFolder(style.root);
    rmSync(style.root, { recursive: true });
    await assert.rejects(folder.paths(all, neverAborted), coded('missing-folder'));
    await assert.rejects(openListedFolder(style.root), coded('missing-folder'));
  });

  it('stop when cancelled', async () => {
    const folder = await openListedFolder(style.root);
    await assert.rejects(folder.paths(all, AbortSignal.abort()), coded('cancelled'));
    await assert.rejects(folder.pause(AbortSignal.abort()), coded('cancelled'));
  });
});
