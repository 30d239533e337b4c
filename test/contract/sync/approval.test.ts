import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApprovedRow, Resolution } from '../../../src/operations/protocol/requests.js';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { SyncError } from '../../../src/core/errors.js';
import { STYLE, SyncedStyle } from '../../support/syncedStyle.js';

let style: SyncedStyle;

const on = { syncDeletes: true };

/** The rows of a plan that can be carried out, except for those of `without`. */
function rowsOf({ plan = [] }: SyncResult, without: readonly string[] = []): ApprovedRow[] {
  return plan
    .filter(({ action }) => action !== 'skip')
    .filter(({ file }) => !without.includes(file))
    .map(({ action, file, seen }) => ({ action, file, seen }));
}

describe('approval', () => {
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  describe('of a plan', () => {
    it('carries it out without the rows that were left out', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'a', 'b.jpg': 'B', 'gone.jpg': 'G' });
      style.writeRemote({ 'old.jpg': 'O', 'older.jpg': 'O' });
      const plan = await style.toS3({ ...on, dryRun: true });
      assert.deepEqual(plan.totals, { files: 6, bytes: 4, requests: 10 });
      assert.deepEqual(style.remote, { 'old.jpg': 'O', 'older.jpg': 'O' });
      const result = await style.toS3({ ...on, approved: rowsOf(plan, ['b.jpg', 'older.jpg']) });
      assert.deepEqual(result.uploaded_files.toSorted(), ['a.jpg', 'a.txt', 'gone.jpg']);
      assert.deepEqual(result.deleted_files, ['old.jpg']);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt', 'gone.jpg', 'older.jpg']);
    });

    it('leaves alone what changed since on either side, and lists it', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C', 'd.jpg': 'D' });
      style.writeRemote({ 'b.jpg': 'other', 'x.jpg': 'X', 'y.jpg': 'Y' });
      const plan = await style.toS3({ ...on, dryRun: true });
      style.writeLocal({ 'a.jpg': 'edited', 'new.jpg': 'N' });
      style.writeRemote({ 'b.jpg': 'edited', 'x.jpg': 'edited', 'z.jpg': 'Z' });
      style.deleteLocal('d.jpg');
      const result = await style.toS3({ ...on, approved: rowsOf(plan) });
      assert.deepEqual(result.drifted_files.toSorted(), ['a.jpg', 'b.jpg', 'd.jpg', 'x.jpg']);
      assert.deepEqual([result.uploaded_files, result.deleted_files], [['c.jpg'], ['y.jpg']]);
      assert.deepEqual(Object.keys(style.remote), ['b.jpg', 'c.jpg', 'x.jpg', 'z.jpg']);
      assert.equal(style.remote['b.jpg'], 'edited');
    });

    it('does not override the rules: an empty source deletes nothing', async () => {
      style.writeLocal({ 'a.jpg': 'A' });
      await style.toS3();
      style.writeLocal({ 'b.jpg': 'B' });
      style.deleteLocal('a.jpg');
      const plan = await style.toS3({ ...on, dryRun: true });
      style.deleteLocal('b.jpg');
      await assert.rejects(
        style.toS3({ ...on, approved: rowsOf(plan) }),
        (error) => error instanceof SyncError && error.code === 'empty-source',
      );
      assert.deepEqual(style.remote, { 'a.jpg': 'A' });
    });
  });

  describe('of a conflict', () => {
    /** Edits both sides after a sync, and syncs with this answer for one file. */
    const conflict = async (
      to: 'toS3' | 'fromS3',
      file: string,
      resolution: Resolution,
    ): Promise<SyncResult> => {
      style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat, sofa' });
      await style.toS3();
      style.writeLocal({ [file]: 'cat, sofa, mine' });
      style.writeRemote({ [file]: 'cat, sofa, theirs' });
      const plan = await style[to]({ dryRun: true });
      assert.deepEqual(plan.conflict_files, [file]);
      return style[to]({ approved: rowsOf(plan).map((row) => ({ ...row, resolution })) });
    };
    const assertInStep = async (): Promise<void> => {
      assert.deepEqual(style.local, style.remote);
      for (const next of [await style.toS3(on), await style.fromS3(on)]) {
        assert.deepEqual([next.conflicts, next.kept, next.deleted, next.failed], [0, 0, 0, 0]);
      }
    };

    it('by keeping: both sides stay as they are', async () => {
      const result = await conflict('toS3', 'a.txt', 'keep');
      assert.equal(result.conflicts, 1);
      assert.deepEqual(
        [style.local['a.txt'], style.remote['a.txt']],
        ['cat, sofa, mine', 'cat, sofa, theirs'],
      );
    });

    for (const [to, winner] of [
      ['toS3', 'cat, sofa, mine'],
      ['fromS3', 'cat, sofa, theirs'],
    ] as const) {
      it(`by overwriting, ${to}: the source wins on both sides`, async () => {
        const result = await conflict(to, 'a.txt', 'overwrite');
        assert.equal(result.conflicts, 0);
        assert.deepEqual([style.local['a.txt'], style.remote['a.txt']], [winner, winner]);
        await assertInStep();
      });

      it(`by a merged text, ${to}: both sides hold it`, async () => {
        await conflict(to, 'a.txt', { merged: 'cat, sofa, mine, theirs' });
        assert.equal(style.local['a.txt'], 'cat, sofa, mine, theirs');
        await assertInStep();
      });
    }

    it('by keeping both, to S3: the pair of S3 continues under a new name', async () => {
      const { copy_files } = await conflict('toS3', 'a.txt', 'keep-both');
      assert.deepEqual([...copy_files].sort(), ['a (S3 copy).jpg', 'a (S3 copy).txt']);
      assert.deepEqual(style.local, {
        'a (S3 copy).jpg': 'A',
        'a (S3 copy).txt': 'cat, sofa, theirs',
        'a.jpg': 'A',
        'a.txt': 'cat, sofa, mine',
      });
      await assertInStep();
    });

    it('by keeping both, from S3: the local pair continues under a new name', async () => {
      style.writeLocal({ 'a (local copy).jpg': 'taken' });
      await conflict('fromS3', 'a.jpg', 'keep-both');
      assert.equal(style.local['a (local copy 2).jpg'], 'cat, sofa, mine');
      assert.equal(style.local['a (local copy 2).txt'], 'cat, sofa');
      assert.equal(style.local['a.jpg'], 'cat, sofa, theirs');
      await assertInStep();
    });

    for (const to of ['toS3', 'fromS3'] as const) {
      it(`by keeping both, where only the target still has the caption, ${to}: the whole pair continues as the copy`, async () => {
        style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat', 'b.jpg': 'B' });
        await style.toS3();
        style.writeLocal({ 'a.jpg': 'mine' });
        style.writeRemote({ 'a.jpg': 'theirs' });
        if (to === 'toS3') style.deleteLocal('a.txt');
        else style.deleteRemote('a.txt');
        const [target, source] = to === 'toS3' ? ['S3', 'mine'] : ['local', 'theirs'];
        const plan = await style[to]({ ...on, dryRun: true });
        assert.deepEqual(
          plan.plan?.map(({ action, file, reason }) => [action, file, reason]),
          [
            ['keep', 'a.txt', 'the other file of its pair is in conflict'],
            ['conflict', 'a.jpg', 'changed on both sides'],
            ['skip', 'b.jpg', 'same on both sides'],
          ],
        );
        const approved = rowsOf(plan).map((row) => ({ ...row, resolution: 'keep-both' as const }));
        const result = await style[to]({ ...on, approved });
        assert.deepEqual([result.conflicts, result.kept, result.deleted_files], [0, 0, ['a.txt']]);
        assert.deepEqual(style[to === 'toS3' ? 'remote' : 'local'], {
          [`a (${target} copy).jpg`]: to === 'toS3' ? 'theirs' : 'mine',
          [`a (${target} copy).txt`]: 'cat',
          'a.jpg': source,
          'b.jpg': 'B',
        });
        await assertInStep();
      });
    }

    it('by a text of another length as well', async () => {
      await conflict('toS3', 'a.txt', { merged: 'cat' });
      assert.deepEqual([style.local['a.txt'], style.remote['a.txt']], ['cat', 'cat']);
      await assertInStep();
    });

    it('in a way that cannot be carried out: it stays a conflict, and is named', async () => {
      const result = await conflict('toS3', 'a.jpg', { merged: 'a text is no picture' });
      assert.deepEqual(result.conflict_files, ['a.jpg']);
      assert.deepEqual(
        [style.local['a.jpg'], style.remote['a.jpg']],
        ['cat, sofa, mine', 'cat, sofa, theirs'],
      );
    });

    it('of a file deleted here and edited there: overwriting deletes it', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      style.writeRemote({ 'a.jpg': 'edited' });
      const plan = await style.toS3({ ...on, dryRun: true });
      assert.deepEqual(plan.conflict_files, ['a.jpg']);
      const approved = rowsOf(plan).map((row) => ({ ...row, resolution: 'overwrite' as const }));
      assert.deepEqual((await style.toS3({ ...on, approved })).deleted_files, ['a.jpg']);
    });
  });

  describe('of a mass change', () => {
    const fill = async (count: number): Promise<string[]> => {
      const names = Array.from({ length: count }, (_, i) => `image ${i}.jpg`);
      style.writeLocal(Object.fromEntries(names.map((name) => [name, name])));
      await style.toS3();
      return names;
    };
    const isRefused = (error: unknown): boolean => error instanceof SyncError && error.code === 'mass-change';

    it('of more than 10 files and more than a fifth is refused where nobody can be asked', async () => {
      const names = await fill(40);
      style.deleteLocal(...names.slice(0, 11));
      await assert.rejects(style.toS3(on), isRefused);
      assert.equal(Object.keys(style.remote).length, 40);
      assert.equal((await style.toS3({ ...on, force: true })).deleted, 11);
    });

    it('is asked for overwritten files as well', async () => {
      const names = await fill(40);
      style.writeLocal(Object.fromEntries(names.slice(0, 11).map((name) => [name, 'edited'])));
      await assert.rejects(style.toS3(), isRefused);
    });

    it('is not needed up to 10 files, nor up to a fifth of many', async () => {
      const names = await fill(60);
      style.deleteLocal(...names.slice(0, 12));
      assert.equal((await style.toS3(on)).deleted, 12);
      const few = names.slice(12, 22);
      style.writeLocal(Object.fromEntries(few.map((name) => [name, 'edited'])));
      assert.equal((await style.toS3()).uploaded, 10);
    });

    it('is not needed where files are only added', async () => {
      assert.equal((await fill(50)).length, 50);
      assert.equal(Object.keys(style.remote).length, 50);
    });

    it('shows the very rows that would be changed, and changes nothing on a no', async () => {
      const names = await fill(40);
      style.deleteLocal(...names.slice(0, 11));
      const asked: SyncResult[] = [];
      const approve = (plan: SyncResult): Promise<boolean> => Promise.resolve(asked.push(plan) === 0);
      await assert.rejects(style.toS3({ ...on, confirm: 'never', handlers: { approve } }));
      assert.deepEqual(asked[0]?.guards, ['mass-change']);
      assert.equal(asked[0].plan?.filter(({ action }) => action === 'delete').length, 11);
      assert.equal(Object.keys(style.remote).length, 40);
    });

    it('is asked for where another folder has replaced the one that was synced', async () => {
      const names = await fill(6);
      fs.renameSync(style.folder, `${style.folder} (unmounted)`);
      fs.mkdirSync(style.folder);
      style.writeLocal({ [names[0] ?? '']: names[0] ?? '' });
      await assert.rejects(style.toS3(on), isRefused);
      assert.equal(Object.keys(style.remote).length, 6);
      assert.equal((await style.toS3()).deleted, 0);
    });
  });

  describe('for a style whose folder was reached through a link', () => {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });
    /** Makes `16` a link to this folder. */
    const linkTo = (target: string): void => {
      const there = path.resolve(path.dirname(style.folder), target);
      fs.mkdirSync(path.dirname(there), { recursive: true });
      fs.renameSync(style.folder, there);
      fs.symlinkSync(target, style.folder);
    };
    const isRefused = (error: unknown): boolean => error instanceof SyncError && error.code === 'mass-change';
    const onRemote = { 'a.jpg': 'theirs' };

    it('is asked for whatever was confirmed, with the real path, and changes nothing on a no', async () => {
      linkTo('../private/16');
      style.writeLocal({ 'me.jpg': 'me' });
      style.writeRemote(onRemote);
      const asked: SyncResult[] = [];
      const approve = (plan: SyncResult): Promise<boolean> => Promise.resolve(asked.push(plan) === 0);
      await assert.rejects(style.fromS3({ ...on, confirm: 'never', handlers: { approve } }));
      assert.deepEqual(asked[0]?.guards, ['linked-folder']);
      assert.equal(asked[0].folder, fs.realpathSync(style.folder));
      assert.deepEqual(style.local, { 'me.jpg': 'me' });
    });

    it('is refused where nobody can be asked, even for a single replaced file', async () => {
      linkTo('../private/16');
      style.writeLocal({ 'a.jpg': 'mine' });
      style.writeRemote(onRemote);
      await assert.rejects(style.fromS3({ onConflict: 'overwrite' }), isRefused);
      assert.deepEqual(style.local, { 'a.jpg': 'mine' });
      assert.equal((await style.fromS3({ onConflict: 'overwrite', force: true })).downloaded, 1);
    });

    it('is not needed for new files', async () => {
      linkTo('../private/16');
      style.writeRemote(onRemote);
      assert.equal((await style.fromS3(on)).downloaded, 1);
    });

    it('is not needed to delete in S3, which takes nothing from the folder', async () => {
      linkTo('../private/16');
      style.writeLocal({ 'me.jpg': 'me' });
      style.writeRemote(onRemote);
      const result = await style.toS3(on);
      assert.deepEqual([result.deleted, result.folder], [1, fs.realpathSync(style.folder)]);
      assert.ok(
        style.log.some((line) => line.includes(`the folder of the style is “${result.folder ?? ''}”`)),
      );
    });

    it('is not needed where the link leads to a folder beside it', async () => {
      linkTo('v2');
      style.writeLocal({ 'me.jpg': 'me' });
      style.writeRemote(onRemote);
      const result = await style.fromS3({ ...on, styleId: STYLE });
      assert.deepEqual([result.deleted, result.folder], [1, undefined]);
    });

    it('is needed where a folder of the workspace leads out of it, and not where a link leads to the workspace', async () => {
      const styles = path.dirname(style.folder);
      const workspaceFolder = path.dirname(styles);
      style.writeLocal({ 'me.jpg': 'me' });
      style.writeRemote(onRemote);
      const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
      try {
        fs.renameSync(styles, path.join(elsewhere, 'styles'));
        fs.symlinkSync(path.join(elsewhere, 'styles'), styles);
        await assert.rejects(style.fromS3({ ...on, workspaceFolder }), isRefused);
        assert.equal(
          (await style.fromS3({ ...on, workspaceFolder: styles, dryRun: true })).folder,
          undefined,
        );
        assert.equal((await style.fromS3({ ...on, workspaceFolder: style.folder })).deleted, 1);
      } finally {
        fs.rmSync(elsewhere, { recursive: true });
      }
    });
  });

  describe('of files with unsaved edits', () => {
    const isUnsaved = (path: string): boolean => path === 'a.txt' || path === 'b.txt';

    it('does not let a sync from S3 overwrite or delete them; each is named', async () => {
      style.writeLocal({
        'a.jpg': 'A',
        'a.txt': 'cat',
        'b.jpg': 'B',
        'b.txt': 'dog',
        'c.jpg': 'C',
        'c.txt': 'bird',
      });
      await style.toS3();
      style.writeRemote({ 'a.txt': 'theirs', 'c.txt': 'theirs' });
      style.deleteRemote('b.txt');
      const result = await style.fromS3({ ...on, handlers: { isUnsaved } });
      assert.deepEqual(result.failed_files.map(({ file, code }) => [file, code]).sort(), [
        ['a.txt', 'unsaved-changes'],
        ['b.txt', 'unsaved-changes'],
      ]);
      assert.deepEqual(
        [style.local['a.txt'], style.local['b.txt'], style.local['c.txt']],
        ['cat', 'dog', 'theirs'],
      );
    });

    it('is checked again just before the act', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat' });
      await style.toS3();
      style.writeRemote({ 'a.txt': 'theirs' });
      let planned = false;
      const onProgress = ({ phase }: { phase: string }): void => void (planned ||= phase === 'listing');
      let asked = 0;
      // The edit begins after the plan: the planner asks the first question.
      const startsLater = (path: string): boolean => path === 'a.txt' && planned && ++asked > 1;
      const result = await style.fromS3({ handlers: { isUnsaved: startsLater, onProgress } });
      assert.deepEqual(
        result.failed_files.map(({ code }) => code),
        ['unsaved-changes'],
      );
      assert.equal(style.local['a.txt'], 'cat');
    });
  });
});
