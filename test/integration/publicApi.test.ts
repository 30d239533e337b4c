import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { UploadResult } from '../../src/operations/protocol/results.js';
import { COMMANDS } from '../../src/host/settings/ids.js';
import { BucketContent } from './bucketContent.js';
import { api, makeStyle, workspaceFolder, type OwnStyle } from './workspace.js';

describe('the public API', () => {
  const styles: OwnStyle[] = [];
  let bucket: BucketContent;

  before(() => {
    bucket = new BucketContent();
  });

  afterEach(() => {
    for (const style of styles.splice(0)) style.dispose();
  });

  after(() => bucket.close());

  function own(id: string, files: Readonly<Record<string, string>>): OwnStyle {
    const style = makeStyle(id, files);
    styles.push(style);
    return style;
  }

  const pairs = { 'a.jpg': 'A', 'a.txt': 'cat A', 'b & c.png': 'BC', 'b & c.txt': 'cat BC', 'd.webp': 'D' };

  it('trainingImages lists the images of a style with their captions', async () => {
    own('list', { ...pairs, 'notes.txt': 'of nobody' });
    const images = await (await api()).trainingImages({ styleId: 'list' });
    assert.deepEqual(
      images.map(({ name, hasCaption, captionFile }) => [name, hasCaption, captionFile]),
      [
        ['a.jpg', true, 'a.txt'],
        ['b & c.png', true, 'b & c.txt'],
        ['d.webp', false, null],
      ],
    );
    assert.equal(images[0]?.size, 1);
  });

  it('upload uploads images and captions to S3', async () => {
    own('up', pairs);
    const result = await (await api()).upload({ styleId: 'up' });
    assert.equal(result.uploaded, 5);
    assert.equal(result.failed, 0);
    assert.equal(result.deleted, 0);
    assert.deepEqual([...result.uploaded_files].sort(), Object.keys(pairs).sort());
    assert.deepEqual(await bucket.files('up'), Object.keys(pairs).sort());
    assert.equal(await bucket.text('up', 'b & c.txt'), 'cat BC');
  });

  it('upload accepts a selection', async () => {
    own('selection', pairs);
    const result = await (await api()).upload({ styleId: 'selection', images: ['a.jpg'] });
    assert.deepEqual([...result.uploaded_files].sort(), ['a.jpg', 'a.txt']);
    assert.deepEqual(await bucket.files('selection'), ['a.jpg', 'a.txt']);
  });

  it('download creates a style that does not exist locally', async () => {
    await bucket.put('fresh', 'sub/a.jpg', 'A');
    await bucket.put('fresh', 'sub/a.txt', 'a cat');
    const style = { folder: vscode.Uri.joinPath(workspaceFolder().uri, 'styles/fresh') };
    const result = await (await api()).download({ styleId: 'fresh' });
    assert.equal(result.downloaded, 2);
    const caption = vscode.Uri.joinPath(style.folder, 'sub/a.txt').fsPath;
    assert.equal(readFileSync(caption, 'utf8'), 'a cat');
    own('fresh', {});
  });

  it('download of a style that is not in S3 leaves no folder behind', async () => {
    await assert.rejects(async () => (await api()).download({ styleId: 'nowhere' }), {
      code: 'empty-source',
    });
    const folder = vscode.Uri.joinPath(workspaceFolder().uri, 'styles/nowhere').fsPath;
    assert.ok(!existsSync(folder));
  });

  it('with syncDeletes, deletes what is gone from the source; without it, nothing', async () => {
    const style = own('deletes', pairs);
    const { upload, download } = await api();
    await upload({ styleId: 'deletes' });
    style.remove('a.jpg');
    style.remove('a.txt');
    assert.equal((await upload({ styleId: 'deletes', syncDeletes: false })).deleted, 0);
    assert.equal((await bucket.files('deletes')).length, 5);
    assert.equal((await upload({ styleId: 'deletes', syncDeletes: true })).deleted, 2);
    assert.deepEqual(await bucket.files('deletes'), ['b & c.png', 'b & c.txt', 'd.webp']);

    await bucket.remove('deletes', 'd.webp');
    assert.equal((await download({ styleId: 'deletes', syncDeletes: false })).deleted, 0);
    assert.ok(existsSync(style.uri('d.webp').fsPath));
    assert.equal((await download({ styleId: 'deletes', syncDeletes: true })).deleted, 1);
    assert.deepEqual(readdirSync(style.folder.fsPath).sort(), ['b & c.png', 'b & c.txt']);
  });

  it('refuses a mass change without `force`, because nobody can be asked', async () => {
    const names = Array.from({ length: 24 }, (_, i) => `${i}.jpg`);
    const style = own('mass', Object.fromEntries(names.map((name) => [name, name])));
    const { upload } = await api();
    await upload({ styleId: 'mass' });
    for (const name of names.slice(0, 12)) style.remove(name);
    await assert.rejects(() => upload({ styleId: 'mass', syncDeletes: true }), { code: 'mass-change' });
    assert.equal((await bucket.files('mass')).length, 24);
    assert.equal((await upload({ styleId: 'mass', syncDeletes: true, force: true })).deleted, 12);
  });

  it('the sync commands accept the same options and return the same results', async () => {
    own('by command', { 'a.jpg': 'A' });
    const result = await vscode.commands.executeCommand<UploadResult>(COMMANDS.syncToS3, {
      styleId: 'by command',
    });
    assert.deepEqual(result.uploaded_files, ['a.jpg']);
    const again = await vscode.commands.executeCommand<UploadResult>(COMMANDS.syncToS3, {
      styleId: 'by command',
    });
    assert.equal(again.uploaded, 0);
  });

  it('rejects with an error code', async () => {
    const { upload, trainingImages } = await api();
    await assert.rejects(() => upload({ styleId: 'no such style' }), { code: 'bad-argument' });
    await assert.rejects(() => upload({ styleId: '../16' }), { code: 'bad-argument' });
    await assert.rejects(() => trainingImages({ styleId: 'no such style' }), { code: 'bad-argument' });
  });

  it('refuses a second sync of a style that is being synced', async () => {
    own('twice', pairs);
    const { upload } = await api();
    const first = upload({ styleId: 'twice' });
    await assert.rejects(() => upload({ styleId: 'twice' }), { code: 'locked' });
    assert.equal((await first).uploaded, 5);
  });
});
