import assert from 'node:assert/strict';
import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  type PathLike,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { mock } from 'node:test';
import { manifestFileOf } from '../../../../src/local/store/manifestFile.js';
import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import type { RecoveryLimits, RecoveryStore, RunHeader } from '../../../../src/core/ports/journal.js';
import { deletionOf, headerOf } from '../journal/recordedRun.js';
import { coded, hashesOf, neverAborted, StyleFolder } from '../styleFolder.js';

const DAY = 24 * 60 * 60 * 1000;
const UNLIMITED: RecoveryLimits = { maxAgeMs: Infinity, maxBytes: Infinity };

describe('pruning the history', () => {
  const nowMs = Date.now();
  let style: StyleFolder;
  let store: RecoveryStore;
  beforeEach(() => {
    style = new StyleFolder();
    store = recoveryStoreOf(style.root);
  });
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  const inStore = (...names: string[]): string => join(storeFolderOf(style.root), ...names);
  const blob = (content: string): string => {
    const { sha256 } = hashesOf(content);
    return inStore('blobs', sha256.slice(0, 2), sha256);
  };
  const isKept = (...contents: string[]): boolean[] => contents.map((content) => existsSync(blob(content)));
  const idsLeft = async (): Promise<string[]> => (await store.runs()).map(({ header }) => header.id);

  /** A run that deletes a file with each of the contents, begun that many days ago. */
  const run = async (
    id: string,
    daysAgo: number,
    contents: string[],
    given: Partial<RunHeader> = {},
  ): Promise<void> => {
    const files = await style.store();
    const journal = await store.begin(headerOf(id, { startedAtMs: nowMs - daysAgo * DAY, ...given }));
    for (const [seq, content] of contents.entries()) {
      const path = `${id}-${String(seq)}.jpg`;
      style.add(path, content);
      await store.backUpFile(path, await files.hash(path, neverAborted));
      await journal.intend(deletionOf(seq, content, path));
      unlinkSync(style.path(path));
      await journal.done(seq);
    }
    await journal.close(nowMs);
  };
  const prune = async (
    limits: Partial<RecoveryLimits>,
    given: { mustStay?: string; clear?: (id: string) => boolean } = {},
  ): Promise<string[]> => {
    const gone = await store.prune({ ...UNLIMITED, ...limits }, nowMs, {
      mustStay: ({ header }) => header.id === given.mustStay,
      clear: ({ header }) => Promise.resolve(given.clear?.(header.id) ?? true),
    });
    return gone.map(({ header }) => header.id);
  };

  it('removes runs that are too old, with their bytes, and returns them, oldest first', async () => {
    await run('1', 40, ['one']);
    await run('2', 31, ['two']);
    await run('3', 29, ['three']);
    await run('4', 0, ['four']);
    assert.deepEqual(await prune({ maxAgeMs: 30 * DAY }), ['1', '2']);
    assert.deepEqual(await idsLeft(), ['4', '3']);
    assert.deepEqual(isKept('one', 'two', 'three', 'four'), [false, false, true, true]);
  });

  it('removes the oldest runs until the rest is small enough, counting bytes in S3', async () => {
    await run('1', 3, ['12345']);
    await run('2', 2, ['123', '12']);
    const journal = await store.begin(headerOf('3', { startedAtMs: nowMs }));
    const kept = { in: 'version', versionId: 'v' } as const;
    const before = { size: 5, sha256: undefined, etag: '"x"', kept };
    await journal.intend({ ...deletionOf(0, ''), side: 's3', before });
    await journal.close(nowMs);
    assert.deepEqual(await prune({ maxBytes: 15 }), []);
    assert.deepEqual(await prune({ maxBytes: 14 }), ['1']);
    assert.deepEqual(await prune({ maxBytes: 9 }), ['2']);
    assert.deepEqual(isKept('12345', '123', '12'), [false, false, false]);
  });

  it('always keeps the newest run, and the bytes of a run without an end', async () => {
    await run('1', 100, ['one']);
    assert.deepEqual(await prune({ maxAgeMs: 0, maxBytes: 0 }), []);
    const journal = await store.begin(headerOf('2'));
    await journal.intend(deletionOf(0, 'one'));
    assert.deepEqual(await prune({ maxAgeMs: 0, maxBytes: 0 }), ['1']);
    assert.deepEqual(await idsLeft(), ['2']);
    assert.deepEqual(isKept('one'), [true]);
    await journal.close(nowMs);
  });

  it('takes no run for old where one lies in the future, and no run for older than those before it', async () => {
    await run('1', 5, ['one']);
    await run('2', 40, ['two']);
    await run('3', 0, ['three']);
    assert.deepEqual(await prune({ maxAgeMs: 30 * DAY }), []);
    await run('4', 50, ['four']);
    await run('5', -1, ['five']);
    assert.deepEqual(await prune({ maxAgeMs: DAY }), []);
    assert.deepEqual(await prune({ maxBytes: 8 }), ['1', '2', '3']);
  });

  it('keeps a run that must stay, with its bytes', async () => {
    await run('1', 100, ['one']);
    await run('2', 90, ['two']);
    await run('3', 0, ['three']);
    assert.deepEqual(await prune({ maxAgeMs: DAY }, { mustStay: '1' }), ['2']);
    assert.deepEqual(await idsLeft(), ['3', '1']);
    assert.deepEqual(isKept('one', 'two', 'three'), [true, false, true]);
  });

  it('keeps bytes that a later run needs too', async () => {
    await run('1', 40, ['same', 'one']);
    await run('2', 0, ['same']);
    assert.deepEqual(await prune({ maxAgeMs: DAY }), ['1']);
    assert.deepEqual(isKept('same', 'one'), [true, false]);
  });

  it('never leaves a run that refers to missing bytes, wherever it is killed', async () => {
    await run('1', 40, ['one', 'uno']);
    await run('2', 39, ['two']);
    await run('3', 0, ['three']);
    const { rm, rename } = fs.promises;
    /** Each file operation fails the first time. */
    const tried = new Set<string>();
    const act = (path: PathLike): void => {
      const name = basename(String(path));
      if (tried.has(name)) return;
      tried.add(name);
      throw Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 });
    };
    mock.method(fs.promises, 'rm', (async (path, options) => {
      act(path);
      await rm(path, options);
    }) as typeof rm);
    mock.method(fs.promises, 'rename', (async (from, to) => {
      act(from);
      await rename(from, to);
    }) as typeof rename);
    const cleared = new Set<string>();
    const clear = (id: string): boolean => {
      act(`clear ${id}`);
      assert.deepEqual(isKept('one', 'uno', 'two'), [false, false, false]);
      return cleared.add(id).size > 0;
    };
    const acts = 2 + 3 + 2 + 2;
    for (let failing = 1; failing <= acts; failing++) {
      await assert.rejects(prune({ maxAgeMs: DAY }, { clear }), /EIO/);
      for (const { acts } of await store.runs()) {
        for (const { before } of acts) {
          assert.ok(before?.kept.in === 'store');
          assert.equal(hashesOf(await buffer(store.read(before.kept.sha256))).sha256, before.sha256);
        }
      }
    }
    await prune({ maxAgeMs: DAY }, { clear });
    assert.equal(tried.size, acts);
    assert.deepEqual([...tried].slice(0, 2), ['1.jsonl', '2.jsonl']);
    assert.deepEqual([...cleared], ['1', '2']);
    assert.deepEqual(readdirSync(inStore('journal')), ['3.jsonl']);
    assert.deepEqual(isKept('one', 'uno', 'two', 'three'), [false, false, false, true]);
  });

  it('asks for a run until its backups in S3 are gone, and shows it to no other caller', async () => {
    for (const id of ['1', '2', '3']) await run(id, 40, [id]);
    const asked: string[] = [];
    const pruneClearing = (...clearable: string[]): Promise<string[]> => {
      asked.length = 0;
      return prune({ maxAgeMs: DAY }, { clear: (id) => asked.push(id) > 0 && clearable.includes(id) });
    };
    assert.deepEqual(await pruneClearing('1'), ['1', '2']);
    assert.deepEqual(asked, ['1', '2']);
    assert.deepEqual(await idsLeft(), ['3']);
    assert.deepEqual(isKept('1', '2', '3'), [false, false, true]);
    assert.deepEqual(await pruneClearing(), []);
    assert.deepEqual(await pruneClearing('2'), []);
    assert.deepEqual(asked, ['2']);
    await pruneClearing();
    assert.deepEqual(asked, []);
    assert.deepEqual(readdirSync(inStore('journal')), ['3.jsonl']);
  });

  it('removes bytes that no run refers to, and temporary files of a crash', async () => {
    await run('1', 0, ['one']);
    const stray = blob('kept for an intent that was never written');
    mkdirSync(dirname(stray), { recursive: true });
    writeFileSync(stray, 'x');
    const temporary = join(dirname(stray), `.s3-training-data-00000000-1-0123456789abcdef.tmp`);
    writeFileSync(temporary, 'x');
    utimesSync(temporary, 1000, 1000);
    await prune({});
    assert.ok(!existsSync(stray));
    assert.ok(!existsSync(temporary));
    assert.deepEqual(isKept('one'), [true]);
  });

  it('leaves foreign files, the manifest and the lock alone', async () => {
    await run('1', 40, ['one']);
    await run('2', 0, ['two']);
    const foreign = [
      inStore('manifest-0123456789abcdef.json'),
      inStore('journal', 'notes.txt'),
      inStore('blobs', 'notes.txt'),
      join(dirname(blob('two')), 'notes.txt'),
    ];
    for (const file of foreign) writeFileSync(file, 'x');
    await prune({ maxAgeMs: 0, maxBytes: 0 });
    for (const file of foreign) assert.ok(existsSync(file), file);
  });

  it('keeps the bytes that an unreadable journal may need, until the journal is too old', async () => {
    await run('1', 2, ['one']);
    await run('2', 0, []);
    const later = inStore('journal', '1.jsonl');
    writeFileSync(later, fs.readFileSync(later, 'utf8').replace('"version":1', '"version":2'));
    assert.deepEqual(await prune({ maxAgeMs: DAY }), []);
    assert.deepEqual(isKept('one'), [true]);
    utimesSync(later, (nowMs - 2 * DAY) / 1000, (nowMs - 2 * DAY) / 1000);
    assert.deepEqual(await prune({ maxAgeMs: DAY }), []);
    assert.deepEqual(isKept('one'), [false]);
    assert.ok(!existsSync(later));
  });

  it('removes nothing through a link', async () => {
    await run('1', 0, ['one']);
    const outside = join(style.parent, 'outside');
    const [target, digits] = [join(outside, 'ab'), inStore('blobs', 'ab')];
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'ab'.repeat(32)), 'x');
    fs.rmSync(digits, { recursive: true, force: true });
    symlinkSync(target, digits);
    await prune({});
    fs.renameSync(inStore('blobs'), inStore('moved'));
    symlinkSync(outside, inStore('blobs'));
    await assert.rejects(prune({}), coded('unsafe-name'));
    assert.deepEqual(readdirSync(target), ['ab'.repeat(32)]);
  });

  it('creates nothing where nobody has synced', async () => {
    assert.deepEqual(await prune({}), []);
    assert.ok(!existsSync(join(style.parent, '.s3-training-data')));
  });

  describe('with its captions', () => {
    const NAMES = ['a cat', 'a dog', 'a hen', 'an owl'] as const;
    const [cat, dog, hen, owl] = NAMES;
    beforeEach(async () => {
      for (const text of NAMES) await store.rememberCaption(hashesOf(text).sha256, Buffer.from(text));
      await run('1', 40, [dog]);
      await run('2', 0, [hen]);
    });

    const saveManifest = (bucket: string, caption: string): Promise<void> => {
      const location = { endpoint: '', bucket, prefix: 'styles/', styleId: '16' };
      const { sha256 } = hashesOf(caption);
      const entry = { sha256, size: caption.length, mtimeMs: 0, ino: 0, etag: '"e"' };
      return manifestFileOf(style.root, location).save({
        version: 1,
        folder: style.root,
        location,
        entries: new Map([['a.txt', entry]]),
      });
    };
    /** The captions in this store, and those that a new store finds. */
    const captionsLeft = async (): Promise<string[]> => {
      const left = async (reader: RecoveryStore): Promise<string[]> => {
        const texts = await Promise.all(NAMES.map((text) => reader.caption(hashesOf(text).sha256)));
        return texts.filter((text) => text !== undefined);
      };
      const remembered = await left(store);
      assert.deepEqual(await left(recoveryStoreOf(style.root)), remembered);
      return remembered;
    };

    it('forgets those that neither a manifest nor a run knows', async () => {
      await saveManifest('first', cat);
      await saveManifest('second', owl);
      await prune({ maxAgeMs: DAY });
      assert.deepEqual(await captionsLeft(), [cat, hen, owl]);
      assert.equal(fs.readFileSync(inStore('captions.jsonl'), 'utf8').split('\n').length, 4);
    });

    it('forgets none while a manifest cannot be read', async () => {
      await saveManifest('first', cat);
      writeFileSync(inStore('manifest-0123456789abcdef.json'), '{');
      assert.deepEqual(await prune({ maxAgeMs: DAY }), ['1']);
      assert.deepEqual(await captionsLeft(), NAMES);
    });
  });
});
