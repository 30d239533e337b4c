import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import type * as vscode from 'vscode';
import { FileChanges } from '../../src/host/style/fileChanges.js';
import { CaptionDecorations } from '../../src/views/captionDecorations.js';
import { eventWhere, makeStyle, type OwnStyle } from './workspace.js';

const WITHIN_MS = 1000;

describe('the caption mark', () => {
  let style: OwnStyle;
  let changes: FileChanges;
  let decorations: CaptionDecorations;

  before(() => {
    style = makeStyle('decorations', {
      'with caption.jpg': 'image',
      'with caption.txt': 'a cat',
      'without.jpg': 'image',
      'photo.tar.jpg': 'image',
      'photo.tar.txt': 'a double extension',
      'README.txt': 'no caption of anything',
    });
    changes = new FileChanges();
    decorations = new CaptionDecorations(changes);
  });

  after(() => {
    decorations.dispose();
    changes.dispose();
    style.dispose();
  });

  const mark = async (name: string): Promise<string | undefined> =>
    (await decorations.provideFileDecoration(style.uri(name)))?.badge;

  /** Changes the disk, and waits for the images whose decorations change. */
  async function announcedBy(act: () => void): Promise<{ images: string[]; ms: number }> {
    const announced = eventWhere(
      decorations.onDidChangeFileDecorations,
      (uris) => uris?.some((uri) => isIn(style, uri)) ?? false,
    );
    const begin = performance.now();
    act();
    const uris = (await announced) ?? [];
    return { images: uris.map((uri) => uri.path.split('/').at(-1) ?? ''), ms: performance.now() - begin };
  }

  it('is on exactly the images with a caption', async () => {
    assert.equal(await mark('with caption.jpg'), '📝');
    assert.equal(await mark('photo.tar.jpg'), '📝');
    assert.equal(await mark('without.jpg'), undefined);
    assert.equal(await mark('with caption.txt'), undefined);
    assert.equal(await mark('README.txt'), undefined);
    const decoration = await decorations.provideFileDecoration(style.uri('with caption.jpg'));
    assert.equal(decoration?.tooltip, 'Has caption file');
  });

  it('appears on the image within a second after its caption is created, and on no other', async () => {
    const { images, ms } = await announcedBy(() => style.write('without.txt', 'a dog'));
    assert.deepEqual(images, ['without.jpg']);
    assert.equal(await mark('without.jpg'), '📝');
    assert.ok(ms < WITHIN_MS, `${ms} ms`);
  });

  it('disappears within a second after the caption is removed', async () => {
    const { images, ms } = await announcedBy(() => style.remove('without.txt'));
    assert.deepEqual(images, ['without.jpg']);
    assert.equal(await mark('without.jpg'), undefined);
    assert.ok(ms < WITHIN_MS, `${ms} ms`);
  });

  it('moves with a caption that is renamed', async () => {
    const { images } = await announcedBy(() =>
      renameSync(style.uri('with caption.txt').fsPath, style.uri('without.txt').fsPath),
    );
    assert.deepEqual(images.sort(), ['with caption.jpg', 'without.jpg']);
    assert.equal(await mark('with caption.jpg'), undefined);
    assert.equal(await mark('without.jpg'), '📝');
  });
});

const isIn = (style: OwnStyle, uri: vscode.Uri): boolean => uri.path.startsWith(`${style.folder.path}/`);
