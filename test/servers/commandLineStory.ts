import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {
  DownloadResult,
  HistoryRun,
  SyncResult,
  UndoResult,
  UploadResult,
} from '../../src/operations/protocol/results.js';
import { patternBytes } from '../contract/contents.js';
import { CommandLine } from '../support/commandLine.js';
import type { RealServer } from '../support/servers/realServer.js';

/** Larger than a single request allows, so that it is uploaded in parts. Bytes. */
const LARGE = 17 * 1024 * 1024;
const PAIRS = 40;
const ODD_NAMES = ['猫 кот é', '10_my style + 5 %20 # x', "it's (quoted) & so = on"];

/** The state of a folder: its contents by relative path. */
type Files = Readonly<Record<string, string>>;

/**
 * The story of a style on two machines and a real server. The tests depend on their order: each one starts with the
 * state that the previous one left.
 */
export function commandLineStory(
  where: string,
  start: () => Promise<RealServer>,
  keepsVersions: boolean,
): void {
  describe(`The story of a style in ${where}`, function () {
    this.timeout(180_000);
    const bucket = keepsVersions ? 'story-versions' : 'story';
    let parent: string;
    let laptop: string;
    let gpuBox: string;
    let cli: CommandLine;

    before(async () => {
      const server = await start();
      await server.createBucket(bucket);
      if (keepsVersions) await server.keepVersions(bucket);
      cli = new CommandLine(server);
      parent = fs.mkdtempSync(path.join(os.tmpdir(), 'story-'));
      laptop = path.join(parent, 'laptop/cat');
      gpuBox = path.join(parent, 'gpu-box/cat');
      fs.mkdirSync(laptop, { recursive: true });
      fs.mkdirSync(path.dirname(gpuBox), { recursive: true });
      for (let i = 0; i < PAIRS; i++) writePair(laptop, `image-${String(i)}`, `caption ${String(i)}`);
      for (const name of ODD_NAMES) writePair(laptop, name, `caption of ${name}`);
      fs.writeFileSync(path.join(laptop, 'large.png'), patternBytes(LARGE, 1));
      fs.writeFileSync(path.join(laptop, 'large.txt'), 'a large one');
    });
    after(() => {
      fs.rmSync(parent, { recursive: true, force: true });
    });

    const toS3 = (...more: readonly string[]) =>
      cli.json<UploadResult>('to-s3', laptop, '--bucket', bucket, ...more);
    const fromS3 = (...more: readonly string[]) =>
      cli.json<DownloadResult>('from-s3', gpuBox, '--bucket', bucket, ...more);
    /** The files in S3, as a new machine downloads them. */
    const inS3 = async (): Promise<Files> => {
      const folder = path.join(parent, `look-${String(performance.now())}`, 'cat');
      fs.mkdirSync(path.dirname(folder), { recursive: true });
      const run = await cli.json<DownloadResult>('from-s3', folder, '--bucket', bucket);
      assert.equal(run.status, 0, JSON.stringify(run));
      return filesOf(folder);
    };
    const wentWell = (run: Partial<SyncResult> & { status: number | null }, ...counts: readonly unknown[]) =>
      assert.deepEqual(
        [run.status, run.failed, run.conflicts, ...counts.slice(0, counts.length / 2)],
        [0, 0, 0, ...counts.slice(counts.length / 2)],
        JSON.stringify(run),
      );

    let first: Files;
    let second: Files;

    it('is uploaded completely, large files in parts', async () => {
      first = filesOf(laptop);
      const run = await toS3();
      wentWell(run, run.uploaded, Object.keys(first).length);
      assert.deepEqual(await inS3(), first);
    });

    it('is up to date afterwards', async () => {
      const run = await toS3('--sync-deletes');
      wentWell(run, run.uploaded, run.deleted, 0, 0);
    });

    it('is downloaded to the other machine, byte for byte', async () => {
      const run = await fromS3();
      wentWell(run, run.downloaded, Object.keys(first).length);
      assert.deepEqual(filesOf(gpuBox), first);
    });

    it('is updated with edits, a replaced image of each size, and deletions', async () => {
      fs.writeFileSync(path.join(laptop, 'image-1.txt'), 'CAPTION 1');
      fs.writeFileSync(path.join(laptop, 'image-2.png'), 'another image');
      fs.writeFileSync(path.join(laptop, 'large.png'), patternBytes(LARGE, 7));
      for (const name of ['image-3.png', 'image-3.txt']) fs.rmSync(path.join(laptop, name));
      second = filesOf(laptop);
      const plan = await toS3('--sync-deletes', '--dry-run');
      assert.equal(plan.plan?.filter(({ action }) => action === 'delete').length, 2);
      assert.deepEqual(await inS3(), first);
      const run = await toS3('--sync-deletes');
      wentWell(run, run.uploaded, run.deleted, 3, 2);
      assert.deepEqual(await inS3(), second);
    });

    it('has its last sync undone, byte for byte, and repeated', async () => {
      const runs = JSON.parse((await cli.run('history', laptop, '--json')).stdout) as HistoryRun[];
      assert.deepEqual(
        runs.map(({ created, replaced, deleted }) => [created, replaced, deleted]),
        [
          [0, 3, 2],
          [Object.keys(first).length, 0, 0],
        ],
      );
      const undo = await cli.json<UndoResult>('undo', laptop);
      assert.deepEqual(
        [undo.status, undo.restored, undo.failed, undo.kept],
        [0, 5, 0, 0],
        JSON.stringify(undo),
      );
      assert.deepEqual(await inS3(), first);
      const again = await toS3('--sync-deletes');
      wentWell(again, again.uploaded, again.deleted, 3, 2);
      assert.deepEqual(await inS3(), second);
    });

    it('has deletions repeated on the other machine, and undone', async () => {
      const run = await fromS3('--sync-deletes');
      wentWell(run, run.downloaded, run.deleted, 3, 2);
      assert.deepEqual(filesOf(gpuBox), second);
      const undo = await cli.json<UndoResult>('undo', gpuBox);
      assert.deepEqual([undo.status, undo.restored], [0, 5], JSON.stringify(undo));
      assert.deepEqual(filesOf(gpuBox), first);
      const again = await fromS3('--sync-deletes');
      wentWell(again, again.downloaded, again.deleted, 3, 2);
    });

    it('has a conflict of two machines, which the source wins on request', async () => {
      fs.writeFileSync(path.join(gpuBox, 'image-5.txt'), 'five, of the GPU box');
      fs.writeFileSync(path.join(gpuBox, 'large.png'), patternBytes(LARGE, 9));
      const theirs = await cli.json<UploadResult>('to-s3', gpuBox, '--bucket', bucket);
      wentWell(theirs, theirs.uploaded, 2);
      fs.writeFileSync(path.join(laptop, 'image-5.txt'), 'five, of the laptop');
      fs.writeFileSync(path.join(laptop, 'large.png'), patternBytes(LARGE, 11));
      const ours = await toS3();
      assert.deepEqual([ours.status, ours.conflicts], [1, 2], JSON.stringify(ours));
      assert.deepEqual(await inS3(), filesOf(gpuBox));
      const won = await toS3('--on-conflict', 'overwrite');
      wentWell(won, won.uploaded, 2);
      assert.deepEqual(await inS3(), filesOf(laptop));
      const undo = await cli.json<UndoResult>('undo', laptop);
      assert.deepEqual([undo.status, undo.restored], [0, 2], JSON.stringify(undo));
      assert.deepEqual(await inS3(), filesOf(gpuBox));
    });

    it('names wrong keys and a missing bucket', async () => {
      const missing = await cli.run('to-s3', laptop, '--bucket', 'no-such-bucket-here');
      assert.equal(missing.status, 2);
      assert.match(missing.stderr, /no-such-bucket-here/);
    });
  });
}

function writePair(folder: string, name: string, caption: string): void {
  fs.writeFileSync(path.join(folder, `${name}.png`), `image ${name}`);
  fs.writeFileSync(path.join(folder, `${name}.txt`), caption);
}

/** The files of a folder. Of large files only a few bytes are read, in which different versions differ. */
function filesOf(folder: string): Files {
  const names = fs.readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => {
      const bytes = fs.readFileSync(path.join(folder, name));
      return [name, `${String(bytes.length)}: ${bytes.subarray(0, 64).toString('latin1')}`];
    }),
  );
}
