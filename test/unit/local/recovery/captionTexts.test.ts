import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CaptionTexts } from '../../../../src/local/recovery/captionTexts.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { SmallDisk } from '../smallDisk.js';
import { coded, hashesOf, isRootOnLinux, StyleFolder } from '../styleFolder.js';

describe('the remembered captions', () => {
  let style: StyleFolder;
  let captions: CaptionTexts;
  beforeEach(() => {
    style = new StyleFolder();
    captions = new CaptionTexts(style.root);
  });
  afterEach(() => style.remove());

  const file = (): string => join(storeFolderOf(style.root), 'captions.jsonl');
  const sha = (text: string | Uint8Array): string => hashesOf(text).sha256;
  const remember = (...texts: string[]): void => {
    for (const text of texts) captions.remember(sha(text), Buffer.from(text));
  };
  /** The texts that a later run finds. */
  const found = (...texts: string[]): (string | undefined)[] => {
    const later = new CaptionTexts(style.root);
    return texts.map((text) => later.get(sha(text)));
  };
  const texts = ['a cat, "sitting"', '', '\ufeffwith a mark', 'zwei\r\nZeilen\u2028 ä 😀'];

  it('are returned byte for byte, at once and in a later run', () => {
    remember(...texts);
    assert.deepEqual(
      texts.map((text) => captions.get(sha(text))),
      texts,
    );
    assert.deepEqual(found(...texts, 'never'), [...texts, undefined]);
  });

  it('are written once each', () => {
    remember(...texts);
    const { size } = statSync(file());
    remember(...texts);
    captions = new CaptionTexts(style.root);
    remember(...texts);
    assert.equal(statSync(file()).size, size);
  });

  it('leave out bytes that are no text', () => {
    const bytes = Buffer.from([0x63, 0xe9, 0x74]);
    captions.remember(sha(bytes), bytes);
    assert.equal(captions.get(sha(bytes)), undefined);
    assert.ok(!existsSync(file()));
  });

  it('create nothing when they are only read', async () => {
    assert.deepEqual(found('a'), [undefined]);
    await captions.retain(() => false);
    assert.ok(!existsSync(storeFolderOf(style.root)));
  });

  it('survive a torn line, which does not spoil the next one', () => {
    remember('one', 'two');
    truncateSync(file(), statSync(file()).size - 3);
    captions = new CaptionTexts(style.root);
    remember('three');
    assert.deepEqual(found('one', 'two', 'three'), ['one', undefined, 'three']);
  });

  it('leave out edited lines', () => {
    remember('one', 'two');
    const edited = readFileSync(file(), 'utf8').replace('"two"', '"too"');
    writeFileSync(file(), `null\n[]\n{"sha256":1}\nx\n${edited}`);
    assert.deepEqual(found('one', 'two'), ['one', undefined]);
  });

  it('are rewritten where some are unknown or damaged, and only then', async () => {
    remember('one', 'two', 'three');
    const { ino } = statSync(file());
    await captions.retain(() => true);
    assert.equal(statSync(file()).ino, ino);
    writeFileSync(file(), `${readFileSync(file(), 'utf8')}{"sha`);
    captions = new CaptionTexts(style.root);
    await captions.retain((sha256) => sha256 !== sha('two'));
    assert.equal(readFileSync(file(), 'utf8').trim().split('\n').length, 2);
    remember('four');
    assert.deepEqual(found('one', 'two', 'three', 'four'), ['one', undefined, 'three', 'four']);
  });

  it('refuse a link in place of their file or folder', () => {
    const outside = join(style.parent, 'outside');
    writeFileSync(outside, '');
    mkdirSync(storeFolderOf(style.root), { recursive: true });
    symlinkSync(outside, file());
    assert.throws(() => remember('one'), coded('unreadable-file'));
    assert.equal(readFileSync(outside, 'utf8'), '');
  });

  it('throw disk-full, and continue when there is room again', function () {
    if (!isRootOnLinux) this.skip();
    const mountPoint = join(style.parent, '.s3-training-data');
    mkdirSync(mountPoint);
    const disk = new SmallDisk(mountPoint, 64);
    try {
      remember('one');
      assert.throws(() => remember('x'.repeat(100_000)), coded('disk-full'));
      truncateSync(file(), 4096);
      remember('two');
      assert.deepEqual(found('one', 'two'), ['one', 'two']);
    } finally {
      disk.unmount();
    }
  });
});
