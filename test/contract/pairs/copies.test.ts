import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { plainText } from '../../../src/operations/texts/translate.js';
import { runTitle } from '../../../src/operations/texts/undoTexts.js';
import { PairsFolders } from './pairsStyle.js';

/** Edits that make files take the captions along and no name that another file has (docs/sync-contract.md §11). */
describe('edits that make files', () => {
  let folders: PairsFolders;
  beforeEach(() => (folders = new PairsFolders()));
  afterEach(() => folders.remove());

  const files = { 'a.jpg': 'A', 'a.txt': 'a cat', 'b.png': 'B' };
  const rename = (from: string, to: string) => ({ act: 'rename', renamings: [{ from, to }] }) as const;
  const codes = (result: { readonly failed_files: readonly { readonly code: string }[] }): string[] =>
    result.failed_files.map(({ code }) => code);

  it('rename an image with its caption, and an undo takes both back', async () => {
    folders.write('16', files);
    const result = await folders.edit('16', rename('a.jpg', '10_cat/first ä.jpg'));
    assert.deepEqual(folders.read('16'), {
      '10_cat/first ä.jpg': 'A',
      '10_cat/first ä.txt': 'a cat',
      'b.png': 'B',
    });
    assert.deepEqual([result.images, result.captions, result.failed], [1, 1, 0]);
    await folders.undo('16');
    assert.deepEqual(folders.read('16'), files);
  });

  it('rename a copy of the caption where another image keeps it', async () => {
    folders.write('16', { 'a.jpg': 'A', 'a.png': 'P', 'a.txt': 'both' });
    await folders.edit('16', rename('a.jpg', 'c.jpg'));
    assert.deepEqual(folders.read('16'), { 'a.png': 'P', 'a.txt': 'both', 'c.jpg': 'A', 'c.txt': 'both' });
  });

  it('rename a caption without an image', async () => {
    folders.write('16', { 'b.png': 'B', 'B1.txt': 'a dog' });
    await folders.edit('16', rename('B1.txt', 'b.txt'));
    assert.deepEqual(folders.read('16'), { 'b.png': 'B', 'b.txt': 'a dog' });
  });

  it('keep the caption where only the extension changes', async () => {
    folders.write('16', files);
    const result = await folders.edit('16', rename('a.jpg', 'a.jpeg'));
    assert.deepEqual(folders.read('16'), { 'a.jpeg': 'A', 'a.txt': 'a cat', 'b.png': 'B' });
    assert.deepEqual([result.images, result.captions], [1, 0]);
  });

  for (const [to, code] of [
    ['b.png', 'name-taken'],
    ['c.txt.exe', 'unsafe-name'],
    ['con.jpg', 'unsafe-name'],
    ['what?.jpg', 'unsafe-name'],
    ['.hidden.jpg', 'unsafe-name'],
    ['../16b/a.jpg', 'unsafe-name'],
    [`${'x'.repeat(300)}.jpg`, 'unsafe-name'],
  ] as const) {
    it(`take no name that is taken or that not every system can hold: ${to.slice(0, 20)}`, async () => {
      folders.write('16', files);
      assert.deepEqual(codes(await folders.edit('16', rename('a.jpg', to))), [code]);
      assert.deepEqual(folders.read('16'), files);
      assert.deepEqual(await folders.history('16'), []);
    });
  }

  it('overwrite no caption that lies at the new name', async () => {
    const both = { ...files, 'c.txt': 'of nobody' };
    folders.write('16', both);
    assert.deepEqual(codes(await folders.edit('16', rename('a.jpg', 'c.jpg'))), ['name-taken']);
    assert.deepEqual(folders.read('16'), both);
  });

  it('take away what they made where the rest of the pair cannot be made', async () => {
    folders.write('16', files);
    const from = path.join(folders.root, 'new.txt');
    fs.writeFileSync(from, 'new');
    const add = {
      act: 'add',
      files: [
        { from: path.join(folders.root, 'gone.jpg'), to: 'new.jpg' },
        { from, to: 'new.txt' },
      ],
    } as const;
    assert.deepEqual(codes(await folders.edit('16', add)), ['missing-file']);
    assert.deepEqual(folders.read('16'), files);
  });

  it('duplicate a pair under a name that is free', async () => {
    folders.write('16', { ...files, 'A COPY.webp': 'other' });
    await folders.edit('16', { act: 'duplicate', images: ['a.jpg', 'b.png'] });
    assert.deepEqual(folders.read('16'), {
      ...files,
      'A COPY.webp': 'other',
      'a copy 2.jpg': 'A',
      'a copy 2.txt': 'a cat',
      'b copy.png': 'B',
    });
    const [run] = await folders.history('16');
    assert.equal(run && runTitle(run, plainText), 'Duplicated 2 images and 1 caption');
    await folders.undo('16');
    assert.deepEqual(Object.keys(folders.read('16')), ['A COPY.webp', 'a.jpg', 'a.txt', 'b.png']);
  });

  it('add files of the machine, and an undo removes them', async () => {
    folders.write('16', files);
    const outside = path.join(folders.root, 'outside');
    fs.mkdirSync(outside);
    for (const name of ['n.jpg', 'n.txt', 'b.png']) fs.writeFileSync(path.join(outside, name), name);
    const added = ['n.jpg', 'n.txt', 'b.png'].map((name) => ({ from: path.join(outside, name), to: name }));
    const result = await folders.edit('16', { act: 'add', files: added });
    assert.deepEqual([result.images, result.captions, codes(result)], [1, 1, ['name-taken']]);
    assert.deepEqual(folders.read('16'), { ...files, 'n.jpg': 'n.jpg', 'n.txt': 'n.txt' });
    await folders.undo('16');
    assert.deepEqual(folders.read('16'), files);
  });

  it('move pairs to another style, and each style can take its part back', async () => {
    folders.write('16', files);
    folders.write('17', { 'b.png': 'another' });
    const to = { folder: folders.folder('17') };
    const result = await folders.edit('16', { act: 'move', images: ['a.jpg', 'b.png'], to });
    assert.deepEqual([result.images, result.captions, codes(result)], [1, 1, ['name-taken']]);
    assert.deepEqual(folders.read('16'), { 'b.png': 'B' });
    assert.deepEqual(folders.read('17'), { 'a.jpg': 'A', 'a.txt': 'a cat', 'b.png': 'another' });
    const titles = await Promise.all(
      ['16', '17'].map(async (style) =>
        (await folders.history(style)).map((run) => runTitle(run, plainText)),
      ),
    );
    assert.deepEqual(titles, [
      ['Moved 1 image and 1 caption to 17'],
      ['Moved 1 image and 1 caption here from 16'],
    ]);

    await folders.undo('16', { runId: result.run_id ?? '' });
    await folders.undo('17', { runId: result.moved_in_run_id ?? '' });
    assert.deepEqual(folders.read('16'), files);
    assert.deepEqual(folders.read('17'), { 'b.png': 'another' });
  });

  it('move the caption that two images share with them', async () => {
    folders.write('16', { 'a.jpg': 'A', 'a.png': 'P', 'a.txt': 'both' });
    folders.write('17', {});
    fs.mkdirSync(folders.folder('17'), { recursive: true });
    const to = { folder: folders.folder('17') };
    const result = await folders.edit('16', { act: 'move', images: ['a.jpg', 'a.png'], to });
    assert.deepEqual([result.images, result.captions, result.failed], [2, 1, 0]);
    assert.deepEqual(folders.read('16'), {});
    assert.deepEqual(folders.read('17'), { 'a.jpg': 'A', 'a.png': 'P', 'a.txt': 'both' });
  });

  it('are cancelled between pairs', async () => {
    const many = Object.fromEntries([...Array(60).keys()].map((n) => [`${n}.jpg`, String(n)]));
    folders.write('16', many);
    const cancel = new AbortController();
    const images = Object.keys(many);
    const handlers = { signal: cancel.signal, onProgress: () => cancel.abort() };
    const result = await folders.edit('16', { act: 'duplicate', images }, { handlers });
    assert.ok(result.cancelled && result.images > 0 && result.images < 60);
    await folders.undo('16');
    assert.deepEqual(folders.read('16'), many);
  });
});
