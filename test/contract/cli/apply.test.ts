import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import type { PlannedAction, SyncResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine, type Finished } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const pairs = (count: number, content: string): Record<string, string> =>
  Object.fromEntries([...Array(count).keys()].map((i) => [`cat ${String(i)}.jpg`, content]));

/** A plan is saved, edited and carried out with `--apply`; and the changes that need `--force`. */
describe('command line: --apply and --force', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  let planFile: string;
  const to = ['--bucket', BUCKET];

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
    planFile = path.resolve(style.folder, '../../plan.json');
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  /** Saves the output of `--dry-run --json` in the plan file. */
  const savePlan = async (...args: readonly string[]): Promise<SyncResult> => {
    const { stdout, stderr } = await cli.run(...args, '--dry-run', '--json');
    fs.writeFileSync(planFile, stdout);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as SyncResult;
  };

  /** Edits the plan file as a user would. */
  const editPlan = (edit: (row: PlannedAction) => readonly object[]): void => {
    const plan = JSON.parse(fs.readFileSync(planFile, 'utf8')) as SyncResult;
    fs.writeFileSync(planFile, JSON.stringify({ ...plan, plan: plan.plan?.flatMap(edit) }));
  };

  it('does what the plan says, and nothing that was added since', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'caption', 'b.jpg': 'b' });
    await savePlan('to-s3', style.folder, ...to);
    style.writeLocal({ 'later.jpg': 'later' });
    const result = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--apply', planFile);
    assert.deepEqual([result.status, result.uploaded, result.drifted], [0, 3, 0]);
    assert.deepEqual(style.remote, { 'a.jpg': 'a', 'a.txt': 'caption', 'b.jpg': 'b' });
  });

  it('skips rows that were removed from the file', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    await savePlan('to-s3', style.folder, ...to);
    editPlan((row) => (row.file === 'b.jpg' ? [] : [row]));
    const result = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--apply', planFile);
    assert.deepEqual([result.status, result.uploaded_files], [0, ['a.jpg']]);
  });

  it('leaves files alone that have changed since, lists them, and exits with 1', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    await savePlan('to-s3', style.folder, ...to);
    style.writeLocal({ 'a.jpg': 'edited since' });
    const { status, stdout, stderr } = await cli.run('to-s3', style.folder, ...to, '--apply', planFile);
    assert.equal(status, 1);
    assert.match(stderr, /^Not what it was in the plan any more, left alone: a\.jpg$/m);
    assert.match(stdout, /1 image uploaded/);
    assert.deepEqual(style.remote, { 'b.jpg': 'b' });
  });

  it('carries out resolutions that were added to the file', async () => {
    style.writeLocal({ 'a.txt': 'cat', 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
    await cli.run('to-s3', style.folder, ...to);
    style.writeLocal({ 'a.txt': 'cat, here', 'b.jpg': 'b here', 'c.jpg': 'c here' });
    style.writeRemote({ 'a.txt': 'cat, there', 'b.jpg': 'b there', 'c.jpg': 'c there' });
    const { conflicts } = await savePlan('to-s3', style.folder, ...to);
    assert.equal(conflicts, 3);
    const resolutions: Readonly<Record<string, unknown>> = {
      'a.txt': { merged: 'cat, here, there' },
      'b.jpg': 'overwrite',
    };
    editPlan((row) => (row.file in resolutions ? [{ ...row, resolution: resolutions[row.file] }] : [row]));
    const result = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--apply', planFile);
    assert.deepEqual([result.status, result.conflict_files], [1, ['c.jpg']]);
    assert.equal(style.remote['a.txt'], 'cat, here, there');
    assert.equal(style.local['a.txt'], 'cat, here, there');
    assert.equal(style.remote['b.jpg'], 'b here');
    assert.equal(style.remote['c.jpg'], 'c there');
  });

  it('carries out a deletion only with --sync-deletes', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    await cli.run('to-s3', style.folder, ...to);
    style.deleteLocal('b.jpg');
    await savePlan('to-s3', style.folder, ...to, '--sync-deletes');
    const apply = ['to-s3', style.folder, ...to, '--apply', planFile];
    const refused = await cli.run(...apply);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /deletes 1 file: that takes --sync-deletes/);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg']);
    const result = await cli.json<UploadResult>(...apply, '--sync-deletes');
    assert.deepEqual([result.status, result.deleted_files], [0, ['b.jpg']]);
  });

  describe('refuses with one sentence, and changes nothing', () => {
    const refuse = async (words: RegExp, run: Promise<Finished>): Promise<void> => {
      const before = style.remote;
      const { status, stdout, stderr } = await run;
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, words);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.deepEqual(style.remote, before);
    };

    beforeEach(async () => {
      style.writeLocal({ 'a.jpg': 'a' });
      await savePlan('to-s3', style.folder, ...to);
    });

    it('a missing file', () =>
      refuse(
        /“no-such-plan\.json” is not there/,
        cli.run('to-s3', style.folder, ...to, '--apply', 'no-such-plan.json'),
      ));

    it('a file that is not a plan', () => {
      fs.writeFileSync(planFile, 'upload    a.jpg  (new)\n');
      return refuse(/is not a plan/, cli.run('to-s3', style.folder, ...to, '--apply', planFile));
    });

    it('a plan for the other direction', () =>
      refuse(
        /a plan for to-s3, not for from-s3/,
        cli.run('from-s3', style.folder, ...to, '--apply', planFile),
      ));

    it('a plan for another location', () =>
      refuse(
        /a plan for s3:\/\/training-data\/styles\/16\/, not for s3:\/\/training-data\/sets\/16\//,
        cli.run('to-s3', style.folder, ...to, '--prefix', 'sets', '--apply', planFile),
      ));

    it('a plan for another style', async () => {
      const other = new SyncedStyle(server);
      const folder = path.join(other.folder, '../17');
      fs.renameSync(other.folder, folder);
      fs.writeFileSync(path.join(folder, 'a.jpg'), 'a');
      try {
        await refuse(
          /not for s3:\/\/training-data\/styles\/17\//,
          cli.run('to-s3', folder, ...to, '--apply', planFile),
        );
      } finally {
        other.remove();
      }
    });
  });

  describe('a mass change', () => {
    beforeEach(async () => {
      style.writeLocal(pairs(20, 'as synced'));
      await cli.run('to-s3', style.folder, ...to);
    });

    it('is refused with status 2 without --force, and done with it', async () => {
      style.writeLocal(pairs(15, 'all edited'));
      const before = style.remote;
      const refused = await cli.run('to-s3', style.folder, ...to);
      assert.deepEqual([refused.status, refused.stdout], [2, '']);
      assert.match(
        refused.stderr,
        /15 of 20 images and captions in S3 would be replaced or deleted.*--force/,
      );
      assert.deepEqual(style.remote, before);
      const report = await cli.json<{ error: { code: string } }>('to-s3', style.folder, ...to);
      assert.deepEqual([report.status, report.error.code], [2, 'mass-change']);
      const forced = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--force');
      assert.deepEqual([forced.status, forced.uploaded], [0, 15]);
    });

    it('is shown by a dry run, which needs no --force', async () => {
      style.deleteLocal(...Object.keys(pairs(12, '')));
      const { guards, totals } = await savePlan('to-s3', style.folder, ...to, '--sync-deletes');
      assert.deepEqual([guards, totals?.files], [['mass-change'], 12]);
    });

    it('does not include a change of a few files', async () => {
      style.writeLocal(pairs(10, 'ten edited'));
      const result = await cli.json<UploadResult>('to-s3', style.folder, ...to);
      assert.deepEqual([result.status, result.uploaded], [0, 10]);
    });
  });
});
