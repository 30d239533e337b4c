import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCode } from '../../../src/core/errors.js';
import { openFolder } from '../../../src/local/style/folderStore.js';
import { EDITED_LIMIT, readCaptionFile, writeCaptionFile } from '../../../src/operations/captionFile.js';

describe('A caption file on the disk', () => {
  const { signal } = new AbortController();
  const adapters = { openFolder };
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  const read = (file: string) => readCaptionFile({ folder, file }, adapters, signal);
  const write = (file: string, text: string, before: Awaited<ReturnType<typeof read>>) =>
    writeCaptionFile({ folder, file, bytes: Buffer.from(text), before: before?.file }, adapters, signal);

  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'caption-')), 'style');
    mkdirSync(folder);
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  it('is read and written with every byte', async () => {
    const bytes = Buffer.from('\ufeffa\r\nb\rc\n\n');
    writeFileSync(at('a.txt'), bytes);
    const found = await read('a.txt');
    assert.deepEqual(Buffer.from(found?.bytes ?? []), bytes);
    await write('a.txt', '\ufeffA\r\nb\rc\n\n', found);
    assert.equal(readFileSync(at('a.txt'), 'utf8'), '\ufeffA\r\nb\rc\n\n');
    assert.deepEqual(readdirSync(folder), ['a.txt']);
  });

  it('is made if there is none, also in a folder of the style', async () => {
    mkdirSync(at('10_a'));
    assert.equal(await read('10_a/b.txt'), undefined);
    const file = await write('10_a/b.txt', 'new', undefined);
    assert.equal(file.size, 3);
    assert.equal(readFileSync(at('10_a/b.txt'), 'utf8'), 'new');
  });

  it('is not written over if it changed, appeared or vanished since it was read', async () => {
    writeFileSync(at('a.txt'), 'old');
    const found = await read('a.txt');
    writeFileSync(at('a.txt'), 'another program');
    await assert.rejects(write('a.txt', 'mine', found), (error) => hasCode(error, 'changed-during-sync'));
    assert.equal(readFileSync(at('a.txt'), 'utf8'), 'another program');
    await assert.rejects(write('a.txt', 'mine', undefined), (error) => hasCode(error, 'changed-during-sync'));
    rmSync(at('a.txt'));
    await assert.rejects(write('a.txt', 'mine', found), (error) => hasCode(error, 'changed-during-sync'));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is never written without a byte', async () => {
    writeFileSync(at('a.txt'), 'old');
    const found = await read('a.txt');
    await assert.rejects(write('a.txt', '', found), (error) => hasCode(error, 'bad-argument'));
    assert.equal(readFileSync(at('a.txt'), 'utf8'), 'old');
  });

  it('is not written through a link, nor outside of the style', async () => {
    writeFileSync(path.join(path.dirname(folder), 'outside.txt'), 'outside');
    symlinkSync('../outside.txt', at('a.txt'));
    await assert.rejects(read('a.txt'), (error) => hasCode(error, 'unreadable-file'));
    await assert.rejects(write('a.txt', 'mine', undefined));
    await assert.rejects(write('../outside.txt', 'mine', undefined), (error) =>
      hasCode(error, 'unsafe-name'),
    );
    assert.equal(readFileSync(path.join(path.dirname(folder), 'outside.txt'), 'utf8'), 'outside');
  });

  it('is not loaded if it is larger than any caption', async () => {
    writeFileSync(at('log.txt'), Buffer.alloc(EDITED_LIMIT + 1, 'x'));
    const found = await read('log.txt');
    assert.equal(found?.bytes, undefined);
    assert.equal(found?.file.size, EDITED_LIMIT + 1);
  });
});
