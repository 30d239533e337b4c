import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DownloadResult, SyncResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { startCephRgw, type CephRgw } from '../../support/ceph/cephRgw.js';
import { CommandLine, type Finished } from '../../support/commandLine.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';
import { onCeph } from '../onCeph.js';
import type { Direction } from './editedStyle.js';
import { Journals } from './journals.js';

/** Unset: a sample for every run of the tests. */
const LONG_RUN = process.env['OUTAGE_PAIRS'];
const PAIRS = Number(LONG_RUN ?? 300);
const FILES = 2 * PAIRS;
const IMAGE_BYTES = 20 * 1024;
const BUCKET = 'training';
/** A line of the journal, which has two lines for each file: the server dies when a third of the work is done. */
const DIES_AT_LINE = Math.floor((2 * FILES) / 3);
const POLL_MS = 2;

onCeph('a server that dies', () => {
  describe(`a server that dies during a sync of ${String(PAIRS)} pairs`, function () {
    this.timeout(300_000);
    let ceph: CephRgw;
    let cli: CommandLine;
    let folders: TemporaryFolder;

    before(async () => {
      ceph = await startCephRgw();
      await ceph.createBucket(BUCKET);
      cli = new CommandLine(ceph);
      folders = temporaryFolder('outage');
    });
    after(async () => {
      await ceph.close();
      folders.remove();
    });

    const folderOf = (place: string, style: string): string => path.join(folders.path, place, style);

    const makeStyle = (style: string): string => {
      const folder = folderOf('here', style);
      fs.mkdirSync(folder, { recursive: true });
      for (let i = 0; i < PAIRS; i++) {
        fs.writeFileSync(path.join(folder, `${String(i)}.jpg`), randomBytes(IMAGE_BYTES));
        fs.writeFileSync(path.join(folder, `${String(i)}.txt`), `a caption of image ${String(i)}`);
      }
      return folder;
    };

    /** Runs a sync; during it the server is killed, and started again when `back` resolves. */
    const syncThroughOutage = async (
      back: (run: Promise<Finished>) => Promise<unknown>,
      direction: Direction,
      folder: string,
    ): Promise<SyncResult & { readonly status: number | null }> => {
      const journals = new Journals(folder);
      const { process, finished } = cli.start(direction, folder, '--bucket', BUCKET, '--json');
      while (journals.lines() < DIES_AT_LINE && process.exitCode === null) await delay(POLL_MS);
      await ceph.killGateway();
      assert.equal(process.exitCode, null, 'the run was over before the server died');
      await back(finished);
      await ceph.restartGateway();
      const { status, stdout } = await finished;
      return { ...(JSON.parse(stdout) as SyncResult), status };
    };

    /** The next run completes on each side what the outage prevented. */
    const survivesOrSaysWhy = ({
      status,
      ...result
    }: SyncResult & { readonly status: number | null }): void => {
      if (status === 0) return;
      assert.equal(status, 1);
      const troubles = [
        ...result.failed_files,
        ...(result.stopped_by === undefined ? [] : [result.stopped_by]),
      ];
      assert.ok(troubles.length > 0, 'it ended early and does not say why');
      for (const { message } of troubles) {
        assert.match(message, /cannot be reached|S3 failed on/, message);
      }
    };

    const sameBytes = (one: string, other: string): void => {
      const names = fs.readdirSync(one).toSorted();
      assert.equal(names.length, FILES);
      assert.deepEqual(fs.readdirSync(other).toSorted(), names);
      for (const name of names) {
        const [a, b] = [one, other].map((folder) => fs.readFileSync(path.join(folder, name)));
        assert.ok(a && b && a.equals(b), name);
      }
    };

    const uploaded = async (folder: string, style: string): Promise<void> => {
      const next = await cli.json<UploadResult>('to-s3', folder, '--bucket', BUCKET);
      assert.deepEqual([next.status, next.uploaded + next.skipped], [0, FILES]);
      const objects = await ceph.bucket(BUCKET).read(`styles/${style}/`);
      assert.equal(objects.size, FILES);
      for (const [name, bytes] of objects) {
        assert.ok(fs.readFileSync(path.join(folder, name)).equals(bytes), name);
      }
    };

    const outages = {
      'for a moment': () => Promise.resolve(),
      'until the run is over': (run: Promise<unknown>) => run,
    };
    type Outage = keyof typeof outages;

    const dyingInUpload = (length: Outage): void => {
      it(`an upload completes or reports the error, and the next one completes it: dead ${length}`, async () => {
        const style = `up ${length}`;
        const folder = makeStyle(style);
        const result = await syncThroughOutage(outages[length], 'to-s3', folder);
        survivesOrSaysWhy(result);
        console.log(
          `        exit status ${String(result.status)}, ${String(result.not_attempted)} not attempted`,
        );
        await uploaded(folder, style);
      });
    };

    const dyingInDownload = (length: Outage): void => {
      it(`a download completes or reports the error, and the next one completes it: dead ${length}`, async () => {
        const style = `down ${length}`;
        const folder = makeStyle(style);
        const prefix = `styles/${style}/`;
        const objects = fs
          .readdirSync(folder)
          .map((name) => [prefix + name, fs.readFileSync(path.join(folder, name))] as const);
        await ceph.bucket(BUCKET).put(new Map(objects));
        const there = folderOf('there', style);
        fs.mkdirSync(path.dirname(there), { recursive: true });
        const result = await syncThroughOutage(outages[length], 'from-s3', there);
        survivesOrSaysWhy(result);
        for (const name of fs.readdirSync(there)) {
          const [a, b] = [folder, there].map((side) => fs.readFileSync(path.join(side, name)));
          assert.ok(a && b && a.equals(b), `${name} is torn`);
        }
        const next = await cli.json<DownloadResult>('from-s3', there, '--bucket', BUCKET);
        assert.deepEqual([next.status, next.downloaded + next.skipped], [0, FILES]);
        sameBytes(folder, there);
      });
    };

    dyingInUpload('for a moment');
    dyingInDownload('until the run is over');
    if (LONG_RUN !== undefined) {
      dyingInUpload('until the run is over');
      dyingInDownload('for a moment');
    }
  });
});
