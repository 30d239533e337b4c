import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { startCephRgw, type CephRgw } from '../../support/ceph/cephRgw.js';
import { CommandLine } from '../../support/commandLine.js';
import { onCeph } from '../onCeph.js';

const PAIRS = 2000;
const IMAGE_BYTES = 100 * 1024;
const MEMORY_TARGET_MB = 200;

const nameOf = (i: number): string =>
  i % 50 === 0
    ? `猫 кот é ${String(i)}`
    : i % 50 === 1
      ? `10_my style/with space + ${String(i)}`
      : `image-${String(i)}`;

onCeph('command line on Ceph RADOS Gateway', () => {
  describe(`command line on Ceph RADOS Gateway, ${String(PAIRS)} pairs`, function () {
    this.timeout(300_000);
    let ceph: CephRgw;
    let cli: CommandLine;
    let parent: string;
    let folder: string;
    let back: string;

    before(async () => {
      parent = fs.mkdtempSync(path.join(os.tmpdir(), 'ceph-round-trip-'));
      folder = path.join(parent, 'here', 'big');
      back = path.join(parent, 'there', 'big');
      ceph = await startCephRgw();
      await ceph.createBucket('training');
      cli = new CommandLine(ceph);
      fs.mkdirSync(path.join(folder, '10_my style'), { recursive: true });
      fs.mkdirSync(path.dirname(back), { recursive: true });
      for (let i = 0; i < PAIRS; i++) {
        fs.writeFileSync(path.join(folder, `${nameOf(i)}.jpg`), randomBytes(IMAGE_BYTES));
        fs.writeFileSync(path.join(folder, `${nameOf(i)}.txt`), `a caption of image ${String(i)}`);
      }
    });
    after(async () => {
      await ceph.close();
      fs.rmSync(parent, { recursive: true, force: true });
    });

    const measured = (what: string, seconds: number, megabytes: number): void => {
      console.log(
        `      ${what}: ${seconds.toFixed(1)} s, peak memory ${megabytes.toFixed(0)} MB (target ${String(MEMORY_TARGET_MB)} MB)`,
      );
    };

    it('uploads everything', async () => {
      const run = await cli.run('to-s3', folder, '--bucket', 'training', '--json');
      const result = JSON.parse(run.stdout) as UploadResult;
      assert.deepEqual([run.status, result.uploaded, result.failed], [0, 2 * PAIRS, 0], run.stderr);
      measured(`upload of ${String(PAIRS)} pairs`, run.seconds, run.peakMemory);
    });

    it('is up to date afterwards', async () => {
      const run = await cli.run('to-s3', folder, '--bucket', 'training', '--sync-deletes', '--json');
      const result = JSON.parse(run.stdout) as UploadResult;
      assert.deepEqual([run.status, result.uploaded, result.skipped], [0, 0, 2 * PAIRS]);
      measured('no change', run.seconds, run.peakMemory);
    });

    it('downloads into an empty folder, byte for byte', async () => {
      const run = await cli.run('from-s3', back, '--bucket', 'training', '--json');
      const result = JSON.parse(run.stdout) as DownloadResult;
      assert.deepEqual([run.status, result.downloaded, result.failed], [0, 2 * PAIRS, 0], run.stderr);
      measured(`download of ${String(PAIRS)} pairs`, run.seconds, run.peakMemory);
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
      assert.deepEqual(fs.readdirSync(back, { recursive: true, encoding: 'utf8' }).sort(), files);
      for (const file of files) {
        const original = path.join(folder, file);
        if (fs.statSync(original).isDirectory()) continue;
        assert.ok(fs.readFileSync(original).equals(fs.readFileSync(path.join(back, file))), file);
      }
    });

    it('deletes in S3, with deletes on, exactly what was deleted locally', async () => {
      fs.rmSync(path.join(folder, `${nameOf(0)}.jpg`));
      fs.rmSync(path.join(folder, `${nameOf(0)}.txt`));
      const up = await cli.json<UploadResult>('to-s3', folder, '--bucket', 'training', '--sync-deletes');
      assert.deepEqual([up.status, up.deleted], [0, 2]);
      const down = await cli.json<DownloadResult>('from-s3', back, '--bucket', 'training', '--sync-deletes');
      assert.deepEqual([down.status, down.downloaded], [0, 0]);
      assert.deepEqual([...down.deleted_files].sort(), [`${nameOf(0)}.jpg`, `${nameOf(0)}.txt`]);
    });
  });
});
