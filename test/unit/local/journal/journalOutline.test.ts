import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import type { RunOutline } from '../../../../src/core/ports/journal.js';
import { journalFile, linesOf, writeUnsealed } from '../../../support/journals.js';
import { creationOf, deletionOf, headerOf } from './recordedRun.js';
import { StyleFolder } from '../styleFolder.js';

describe('the outline of a run', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  const COUNTS = { acts: 4, taking: 2, created: 1, replaced: 1, deleted: 1 };
  const file = (): string => journalFile(style.root, '2024-a');
  const outline = async (): Promise<RunOutline> => {
    const [only, ...others] = await recoveryStoreOf(style.root).outlines();
    assert.ok(only);
    assert.deepEqual(others, []);
    return only;
  };
  const write = async ({ ends }: { ends: boolean }): Promise<void> => {
    const journal = await recoveryStoreOf(style.root).begin(headerOf('2024-a'));
    await journal.intend(creationOf(0, '"before":null.jpg'));
    await journal.intend(deletionOf(1, 'gone'));
    await journal.intend({
      ...deletionOf(2, 'old', '{"done":3}.jpg'),
      after: { size: 1, sha256: undefined },
    });
    await journal.intend(creationOf(3));
    for (const seq of [0, 1, 2]) await journal.done(seq);
    await journal.done(2, '"before":null');
    const killed = readFileSync(file());
    await journal.close(1);
    if (!ends) writeFileSync(file(), killed);
  };

  it('is read from the beginning and the end of a journal alone', async () => {
    await write({ ends: true });
    const lines = readFileSync(file(), 'utf8').split('\n');
    writeFileSync(file(), [lines[0], 'x'.repeat(100_000), ...lines.slice(-2)].join('\n'));
    const { header, isProven, counts, endedAtMs } = await outline();
    assert.deepEqual([header, isProven, counts, endedAtMs], [headerOf('2024-a'), true, COUNTS, 1]);
    assert.deepEqual((await recoveryStoreOf(style.root).run('2024-a'))?.acts, []);
  });

  it('is the same from all lines, for a run that was killed and for an unsealed journal', async () => {
    await write({ ends: false });
    assert.deepEqual([(await outline()).counts, (await outline()).endedAtMs], [COUNTS, undefined]);
    writeUnsealed(file(), [...linesOf(file()), { end: 2, partial: true }]);
    const { isProven, counts, endedAtMs, isPartial } = await outline();
    assert.deepEqual([isProven, counts, endedAtMs, isPartial], [false, COUNTS, 2, true]);
  });

  it('is not taken from the end of another run, or from an edited end', async () => {
    await write({ ends: true });
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.replace('"created":1', '"created":9'));
    assert.deepEqual([(await outline()).counts, (await outline()).endedAtMs], [COUNTS, undefined]);
    const other = await recoveryStoreOf(style.root).begin(headerOf('2024-b'));
    await other.intend(creationOf(0));
    await other.close(7);
    const end = readFileSync(journalFile(style.root, '2024-b'), 'utf8').split('\n').at(-2) ?? '';
    writeFileSync(file(), `${whole}${end}\n`);
    const [, first] = await recoveryStoreOf(style.root).outlines();
    assert.deepEqual([first?.counts, first?.endedAtMs], [COUNTS, 1]);
  });
});
