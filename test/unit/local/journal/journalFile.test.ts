import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs, {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import type { Intent, RecordedRun } from '../../../../src/core/ports/journal.js';
import { PROCESS_TIMEOUT_MS } from '../asUser.js';
import { linesOf, writeSealed, writeUnsealed } from '../../../support/journals.js';
import { creationOf, deletionOf, headerOf } from './recordedRun.js';
import { SmallDisk } from '../smallDisk.js';
import { coded, isRootOnLinux, StyleFolder } from '../styleFolder.js';

describe('the journal of a run', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  const store = (): ReturnType<typeof recoveryStoreOf> => recoveryStoreOf(style.root);
  const journals = (): string => join(storeFolderOf(style.root), 'journal');
  const file = (id: string): string => join(journals(), `${id}.jsonl`);
  const onlyRun = async (): Promise<RecordedRun> => {
    const [run, ...others] = await store().runs();
    assert.ok(run);
    assert.deepEqual(others, []);
    return run;
  };
  const seqs = ({ acts }: RecordedRun): number[] => acts.map(({ seq }) => seq);

  /** Counts the flushes of all open files from now on. */
  const countFlushes = async (): Promise<() => number> => {
    const handle = await fs.promises.open(style.root, 'r');
    const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
    await handle.close();
    const flushes = mock.method(prototype, 'datasync');
    return () => flushes.mock.callCount();
  };

  it('is read back as it was written', async () => {
    const header = headerOf('2024-a', { kind: 'undo', undoes: '2023-z', direction: 'to-s3' });
    const acts: Intent[] = [
      creationOf(0, '10_cat/ä "b"\n.jpg'),
      deletionOf(1, 'gone'),
      {
        ...creationOf(2),
        side: 's3',
        before: { size: 3, sha256: undefined, etag: '"x"', kept: { in: 'version', versionId: 'v' } },
      },
      {
        ...creationOf(3),
        side: 's3',
        after: { size: 3, sha256: undefined },
        before: {
          size: 4,
          sha256: undefined,
          etag: '"y"',
          kept: { in: 'trash', key: 'styles/.s3-training-data/trash/16/2024-a/3.jpg' },
        },
      },
      {
        ...creationOf(4),
        side: 's3',
        before: {
          size: 4,
          sha256: 'ab'.repeat(32),
          etag: '"z"',
          kept: {
            in: 'captions',
            key: 'styles/.s3-training-data/trash/16/2024-a/.c',
            sha256: 'ab'.repeat(32),
          },
        },
      },
    ];
    const journal = await store().begin(header);
    for (const act of acts) await journal.intend(act);
    await journal.done(1);
    await journal.done(2, '"left"');
    await journal.close(1_732_280_009_000);
    assert.deepEqual(await onlyRun(), {
      header,
      isProven: true,
      acts: acts.map((act) => ({
        ...act,
        isDone: act.seq === 1 || act.seq === 2,
        etag: act.seq === 2 ? '"left"' : undefined,
      })),
      endedAtMs: 1_732_280_009_000,
    });
  });

  it('lists runs newest first, whatever the order they were written in', async () => {
    for (const id of ['2024-b', '2024-c', '2024-a']) await (await store().begin(headerOf(id))).close(1);
    assert.deepEqual(
      (await store().runs()).map(({ header }) => header.id),
      ['2024-c', '2024-b', '2024-a'],
    );
  });

  it('is on the disk before an intent resolves', async () => {
    const journal = await store().begin(headerOf('2024-a'));
    await journal.intend(creationOf(0));
    assert.deepEqual(seqs(await onlyRun()), [0]);
    await journal.close(1);
  });

  it('flushes the intents of acts that take something away, and only those', async () => {
    const journal = await store().begin(headerOf('2024-a'));
    const flushes = await countFlushes();
    await journal.intend(creationOf(0));
    await journal.done(0);
    assert.equal(flushes(), 0);
    await journal.intend(deletionOf(1, 'gone'));
    assert.equal(flushes(), 1);
    await journal.close(1);
    assert.equal(flushes(), 2);
  });

  it('shares one flush among acts that run at the same time', async () => {
    const journal = await store().begin(headerOf('2024-a'));
    const flushes = await countFlushes();
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let seq = next++; seq < 640; seq = next++) {
        await journal.intend(deletionOf(seq, 'gone'));
        await journal.done(seq);
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    assert.ok(flushes() <= 40, `${String(flushes())} flushes for 640 intents`);
    await journal.close(1);
    const run = await onlyRun();
    assert.equal(run.acts.length, 640);
    assert.ok(run.acts.every(({ isDone }) => isDone));
  });

  it('of 20,000 new files costs little', async function () {
    this.timeout(60_000);
    const journal = await store().begin(headerOf('2024-a'));
    const flushes = await countFlushes();
    const before = process.cpuUsage();
    for (let seq = 0; seq < 20_000; seq++) await journal.intend(creationOf(seq));
    const { user, system } = process.cpuUsage(before);
    assert.equal(flushes(), 0);
    assert.ok(user + system < 1_500_000, `${String((user + system) / 1000)} ms of the processor`);
    await journal.close(1);
    assert.equal((await onlyRun()).acts.length, 20_000);
  });

  it('of a process that was killed tells all intents, and which act is known to have happened', async function () {
    this.timeout(PROCESS_TIMEOUT_MS);
    const program = fileURLToPath(new URL('crashingRun.ts', import.meta.url));
    const runner = fork(program, [style.root], { execArgv: ['--import', 'tsx'] });
    await once(runner, 'message');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    const run = await onlyRun();
    assert.equal(run.endedAtMs, undefined);
    assert.deepEqual(
      run.acts.map(({ seq, isDone }) => [seq, isDone]),
      [
        [0, true],
        [1, false],
        [2, false],
      ],
    );
  });

  it('is read up to the line that a crash tore, wherever it tore it', async () => {
    const journal = await store().begin(headerOf('2024-a'));
    await journal.intend(creationOf(0));
    const { length } = readFileSync(file('2024-a'));
    await journal.intend(creationOf(1));
    await journal.close(1);
    const end = readFileSync(file('2024-a')).lastIndexOf('{"end"') - 1;
    for (let size = end - 1; size >= length; size -= 7) {
      truncateSync(file('2024-a'), size);
      const run = await onlyRun();
      assert.deepEqual(seqs(run), [0]);
      assert.equal(run.endedAtMs, undefined);
    }
  });

  it('leaves out malformed lines, and keeps the first of two with one number', async () => {
    const folder = { root: style.root, identity: '' };
    writeUnsealed(file('2024-a'), [
      { run: headerOf('2024-a'), folder },
      { intent: creationOf(0) },
      { end: 1 },
    ]);
    const good = deletionOf(1, 'gone');
    const bad = [
      'null',
      '[]',
      '{}',
      '{"intent":null}',
      '{"done":"0"}',
      '{"done":7}',
      '{"end":"x"}',
      ...[
        { ...good, seq: -1 },
        { ...good, seq: 1.5 },
        { ...good, side: 'remote' },
        { ...good, path: 1 },
        { ...good, reason: undefined },
        { ...good, after: undefined },
        { ...good, after: { size: '1' } },
        { ...good, after: { size: 1, sha256: 'no hash' } },
        { ...good, before: { ...good.before, kept: undefined } },
        { ...good, before: { ...good.before, kept: { in: 'store', sha256: '../../../etc/passwd' } } },
        { ...good, before: { ...good.before, kept: { in: 'elsewhere' } } },
        { ...good, base: { size: 1 } },
      ].map((intent) => JSON.stringify({ intent })),
      JSON.stringify({ intent: { ...good, seq: 0 } }),
    ];
    appendFileSync(file('2024-a'), `${bad.join('\n')}\n${JSON.stringify({ intent: good })}\n`);
    const run = await onlyRun();
    assert.deepEqual(run.acts, [
      { ...creationOf(0), isDone: false, etag: undefined },
      { ...good, isDone: false, etag: undefined },
    ]);
  });

  describe('that this user began', () => {
    const written = async (): Promise<string[]> => {
      const journal = await store().begin(headerOf('2024-a'));
      for (const seq of [0, 1, 2]) await journal.intend(creationOf(seq));
      await journal.done(0);
      await journal.close(1);
      return readFileSync(file('2024-a'), 'utf8').trimEnd().split('\n');
    };
    const found = async (lines: readonly string[]): Promise<RecordedRun> => {
      writeFileSync(file('2024-a'), `${lines.join('\n')}\n`);
      return onlyRun();
    };

    it('contains what he wrote, and nothing that others changed, added, moved or removed', async () => {
      const [header = '', one = '', two = '', three = '', done = '', end = ''] = await written();
      const forged = JSON.stringify({ intent: deletionOf(9, 'gone') });
      const seal = /,"seal":"[\w-]+"\}$/.exec(one)?.[0] ?? '';
      const changed = two.replace('1.jpg', '8.jpg');
      const whole = [0, 1, 2];
      const cases: [string[], number[]][] = [
        [[header, one, two, three, done, end], whole],
        [[header, forged, one, two, three, done, end], whole],
        [[header, one, two, three, done, forged, end, forged], whole],
        [[header, forged.slice(0, -1) + seal, one, two, three, done, end], whole],
        [[header, one, changed, three, done, end], [0]],
        [[header, one, three, done, end], [0]],
        [[header, two, one, three], [0]],
        [
          [header, one, one, two],
          [0, 1],
        ],
        [
          [header, '{"intent":{"seq', one, '', two],
          [0, 1],
        ],
      ];
      for (const [lines, expected] of cases) {
        const run = await found(lines);
        assert.deepEqual([seqs(run), run.isProven], [expected, true], lines.join('\n'));
      }
    });

    it('believes lines that share a seal only as they were written together', async () => {
      const journal = await store().begin(headerOf('2024-a'));
      await journal.intend(creationOf(0));
      await Promise.all([1, 2, 3].map((seq) => journal.intend(creationOf(seq))));
      await journal.intend(creationOf(4));
      await journal.close(1);
      const [header = '', zero = '', one = '', two = '', three = '', four = '', end = ''] = readFileSync(
        file('2024-a'),
        'utf8',
      ).split('\n');
      assert.deepEqual(
        [header, zero, one, two, three, four, end].map((line) => line.includes('"seal"')),
        [true, true, false, false, true, true, true],
      );
      const forged = JSON.stringify({ intent: deletionOf(9, 'gone') });
      const changed = two.replace('2.jpg', '8.jpg');
      assert.notEqual(changed, two);
      const cases: [string[], number[]][] = [
        [
          [header, zero, one, two, three, four, end, forged],
          [0, 1, 2, 3, 4],
        ],
        [
          [header, zero, one, two, three, forged, four, end],
          [0, 1, 2, 3, 4],
        ],
        [[header, zero, forged, one, two, three, four, end], [0]],
        [[header, zero, one, changed, three, four, end], [0]],
        [[header, zero, one, three, four, end], [0]],
        [[header, zero, two, one, three, four, end], [0]],
        [[header, zero, three, four, end], [0]],
        [[header, zero, one, two], [0]],
        // A full disk cut the first write off, at the end of a line and within a line; the lines were written again.
        [
          [header, zero, one, '', '', one, two, three, four, end],
          [0, 1, 2, 3, 4],
        ],
        [
          [header, zero, one, two.slice(0, 20), '', one, two, three, four, end],
          [0, 1, 2, 3, 4],
        ],
      ];
      for (const [lines, expected] of cases) {
        const run = await found(lines);
        assert.deepEqual([seqs(run), run.isProven], [expected, true], lines.join('\n'));
      }
    });

    it('gives its end a seal of its own, also while other lines wait to be written', async () => {
      const journal = await store().begin(headerOf('2024-a'));
      const late = [0, 1].map((seq) => journal.intend(creationOf(seq)));
      await journal.close(1);
      await Promise.all(late);
      const seals = readFileSync(file('2024-a'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.includes('"seal"'));
      assert.deepEqual(seals, [true, false, true, true]);
      assert.deepEqual(seqs(await onlyRun()), [0, 1]);
    });

    it('proves nothing of a run under another header, or for another folder', async () => {
      const [header = '', ...rest] = await written();
      const moved = header.replace('"bucket":"training"', '"bucket":"other"');
      assert.notEqual(moved, header);
      assert.equal((await found([moved, ...rest])).isProven, false);
      const [, ...lines] = linesOf(file('2024-a'));
      const elsewhere = { root: `${style.root}0`, identity: '1:1' };
      writeSealed(file('2024-a'), [{ run: headerOf('2024-a'), folder: elsewhere }, ...lines]);
      assert.equal((await onlyRun()).isProven, false);
    });

    it('is recognised after its folder was moved, and after its disk was mounted anew', async () => {
      await written();
      const [first, ...lines] = linesOf(file('2024-a'));
      assert.ok(first !== undefined && 'run' in first);
      for (const folder of [
        { ...first.folder, root: '/elsewhere/16' },
        { ...first.folder, identity: '1:1' },
      ]) {
        writeSealed(file('2024-a'), [{ ...first, folder }, ...lines]);
        assert.equal((await onlyRun()).isProven, true, JSON.stringify(folder));
      }
    });
  });

  it('is not confused with other files of its folder', async () => {
    await (await store().begin(headerOf('2024-a'))).close(1);
    writeFileSync(file('2024-b'), '');
    writeFileSync(file('2024-c'), '{"run":{"version":1,"id":"2024-c"');
    writeFileSync(file('2024-d'), `${JSON.stringify({ run: { ...headerOf('2024-d'), version: 2 } })}\n`);
    writeFileSync(file('2024-e'), `${JSON.stringify({ intent: creationOf(0) })}\n`);
    copyFileSync(file('2024-a'), file('2024-f'));
    symlinkSync(file('2024-a'), file('2024-g'));
    mkdirSync(file('2024-h'));
    writeFileSync(join(journals(), 'notes.txt'), 'x');
    assert.equal((await onlyRun()).header.id, '2024-a');
  });

  it('makes nothing where nobody has synced', async () => {
    assert.deepEqual(await store().runs(), []);
    assert.ok(!existsSync(join(style.parent, '.s3-training-data')));
  });

  it('is never continued by another run', async () => {
    await (await store().begin(headerOf('2024-a'))).close(1);
    await assert.rejects(store().begin(headerOf('2024-a')), coded('unwritable-file'));
    assert.equal((await onlyRun()).endedAtMs, 1);
  });

  it('refuses an id that leads out of its folder', async () => {
    for (const id of ['', '../x', 'a/b', '.hidden', 'a\\b', 'a\n', 'a:b']) {
      await assert.rejects(store().begin(headerOf(id)), coded('bad-argument'));
    }
  });

  it('refuses a link in place of any of its folders, for writing and for reading', async () => {
    const outside = join(style.parent, 'outside');
    mkdirSync(join(outside, '16', 'journal'), { recursive: true });
    const places = [
      [join(style.parent, '.s3-training-data'), outside],
      [storeFolderOf(style.root), join(outside, '16')],
      [journals(), join(outside, '16', 'journal')],
    ] as const;
    for (const [place, target] of places) {
      mkdirSync(join(place, '..'), { recursive: true });
      symlinkSync(target, place);
      await assert.rejects(store().begin(headerOf('2024-a')), coded('unsafe-name'));
      await assert.rejects(store().runs(), coded('unsafe-name'));
      fs.unlinkSync(place);
    }
    assert.deepEqual(readdirSync(join(outside, '16', 'journal')), []);
  });

  it('refuses every further act that takes something away once a flush has failed', async () => {
    const journal = await store().begin(headerOf('2024-a'));
    const handle = await fs.promises.open(style.root, 'r');
    const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
    await handle.close();
    const broken = mock.method(prototype, 'datasync', () =>
      Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 })),
    );
    await assert.rejects(journal.intend(deletionOf(0, 'gone')), coded('unwritable-file', /EIO/));
    broken.mock.restore();
    await assert.rejects(journal.intend(deletionOf(1, 'gone')), coded('unwritable-file', /EIO/));
    await assert.rejects(journal.close(1), coded('unwritable-file'));
  });

  for (const together of [1, 5]) {
    it(`throws disk-full, stays readable up to there, and continues when there is room again: ${String(together)} at a time`, async function () {
      if (!isRootOnLinux) this.skip();
      const mountPoint = join(style.parent, '.s3-training-data');
      mkdirSync(mountPoint);
      const disk = new SmallDisk(mountPoint, 64);
      try {
        const journal = await store().begin(headerOf('2024-a'));
        const filler = join(mountPoint, 'filler');
        writeFileSync(filler, Buffer.alloc(24 * 1024));
        let written = 0;
        await assert.rejects(async () => {
          for (; written < 1000; written += together) {
            const intents = Array.from({ length: together }, (_, index) => creationOf(written + index));
            await Promise.all(intents.map((intent) => journal.intend(intent)));
          }
        }, coded('disk-full'));
        assert.ok(written > 0);
        assert.equal((await onlyRun()).acts.length, written);
        fs.unlinkSync(filler);
        await journal.intend(deletionOf(2000, 'gone'));
        await journal.close(1);
        const run = await onlyRun();
        assert.equal(run.acts.at(-1)?.seq, 2000);
        assert.equal(run.acts.length, written + 1);
        assert.equal(run.endedAtMs, 1);
      } finally {
        disk.unmount();
      }
    });
  }
});
