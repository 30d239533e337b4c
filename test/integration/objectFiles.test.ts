import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nothingUri, objectUri } from '../../src/host/objectFiles.js';
import { BucketContent } from './bucketContent.js';
import { api, makeStyle, type OwnStyle } from './workspace.js';

const textOf = async (uri: vscode.Uri): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

describe('files of S3 in the editor', () => {
  let bucket: BucketContent;
  let style: OwnStyle;

  before(async () => {
    await api();
    bucket = new BucketContent();
    style = makeStyle('objects', { 'a #1.jpg': 'here' });
    await bucket.put('objects', 'a #1.jpg', 'there');
    await bucket.put('objects', 'sub/b.txt', 'a cat, “there”');
  });

  after(async () => {
    style.dispose();
    await bucket.remove('objects', 'a #1.jpg');
    await bucket.remove('objects', 'sub/b.txt');
    bucket.close();
  });

  it('have the content in S3, whatever their names', async () => {
    assert.equal(await textOf(objectUri(style, 'a #1.jpg')), 'there');
    const caption = await vscode.workspace.openTextDocument(objectUri(style, 'sub/b.txt'));
    assert.equal(caption.getText(), 'a cat, “there”');
    const { size } = await vscode.workspace.fs.stat(objectUri(style, 'a #1.jpg'));
    assert.equal(size, 5);
  });

  it('have names that distinguish their tabs from those of local files', () => {
    assert.equal(objectUri(style, 'sub/b.txt').path, '/objects/sub/b (S3).txt');
  });

  it('are empty as the missing side of a comparison; otherwise a missing file is an error', async () => {
    assert.equal(await textOf(nothingUri(style, 'c.txt')), '');
    await assert.rejects(textOf(objectUri(style, 'c.txt')), { code: 'FileNotFound' });
    const unknown = vscode.Uri.from({ scheme: 's3-training-data', path: '/objects/c.txt' });
    await assert.rejects(textOf(unknown), { code: 'FileNotFound' });
  });

  it('are read-only', async () => {
    const uri = objectUri(style, 'a #1.jpg');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), false);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.delete(uri)));
    assert.deepEqual(await bucket.files('objects'), ['a #1.jpg', 'sub/b.txt']);
  });
});
