import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CaptionDrafts } from '../../../../src/gallery/details/captionDrafts.js';

const DRAFT = {
  text: 'typed\r\n',
  base: 'a cat',
  before: { path: 'a.txt', size: 5, mtimeMs: 1.5, ino: 7 },
};
const A = 'file:///s/a.txt';

describe('The drafts of captions', () => {
  let folder: string;
  let file: string;
  let problems: string[];
  const open = async (): Promise<CaptionDrafts> => {
    const drafts = new CaptionDrafts(file, (message) => problems.push(message));
    await drafts.load();
    return drafts;
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drafts-'));
    file = path.join(folder, 'storage/unsaved.json');
    problems = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are there after the extension host was killed, soon after the last letter', async () => {
    const killed = await open();
    killed.keeperOf(A).set({ ...DRAFT, text: 'typ' });
    killed.keeperOf(A).set(DRAFT);
    await setTimeout(1000);
    const next = await open();
    assert.deepEqual(next.keeperOf(A).get(), DRAFT);
    assert.deepEqual(next.captions, [A]);
    assert.deepEqual(problems, []);
  });

  it('are written at once when the window closes', async () => {
    const closing = await open();
    closing.keeperOf(A).set({ text: 'new', base: undefined, before: undefined });
    closing.dispose();
    assert.equal((await open()).keeperOf(A).get()?.text, 'new');
  });

  it('are gone for the next window once they are saved', async () => {
    const first = await open();
    first.keeperOf(A).set(DRAFT);
    first.dispose();
    const second = await open();
    second.keeperOf(A).set(undefined);
    second.dispose();
    assert.deepEqual((await open()).captions, []);
  });

  it('are not believed where the file is not as it was written', async () => {
    const drafts = await open();
    drafts.keeperOf(A).set(DRAFT);
    drafts.dispose();
    const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...stored, b: { text: 1 }, c: null, d: { ...DRAFT, before: 'x' } }));
    assert.deepEqual((await open()).captions, [A]);
    writeFileSync(file, '{ not JSON');
    assert.deepEqual((await open()).captions, []);
    assert.equal(problems.length, 1);
  });
});
