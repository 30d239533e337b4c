import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { startCephRgw, type CephRgw } from '../../support/ceph/cephRgw.js';
import { startRelay, type Relay } from '../../support/ceph/relay.js';
import { CommandLine } from '../../support/commandLine.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';
import { onCeph } from '../onCeph.js';

const BUCKET = 'training';
const LARGE_BYTES = 48 * 1024 * 1024;

onCeph('large uploads that are killed', () => {
  describe('large uploads that are killed on Ceph RADOS Gateway', function () {
    this.timeout(120_000);
    let ceph: CephRgw;
    let relay: Relay;
    let folders: TemporaryFolder;
    let cli: CommandLine;

    before(async () => {
      ceph = await startCephRgw();
      await ceph.createBucket(BUCKET);
      relay = await startRelay(ceph.endpoint);
      folders = temporaryFolder('parts');
      cli = new CommandLine({ endpoint: relay.endpoint, credentials: ceph.credentials });
    });
    after(async () => {
      folders.remove();
      await relay.close();
      await ceph.close();
    });

    const sync = (direction: string, folder: string): string[] => [direction, folder, '--bucket', BUCKET];

    /** A style whose server holds one small image. */
    const makeStyle = async (id: string): Promise<string> => {
      const folder = path.join(folders.path, 'styles', id);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, 'small.jpg'), 'small');
      assert.equal((await cli.run(...sync('to-s3', folder))).status, 0);
      return folder;
    };

    /** Kills the upload of a large image when the server has its first part, before the client knows. */
    const killAmidParts = async (folder: string): Promise<void> => {
      fs.writeFileSync(path.join(folder, 'large.png'), randomBytes(LARGE_BYTES));
      const { process, finished } = cli.start(...sync('to-s3', folder));
      relay.onAnswer(() => {
        // Once the upload's id is recorded, the next answer is that of a part.
        if (journalsOf(folder).includes('{"parts":')) process.kill('SIGKILL');
      });
      await finished;
      relay.onAnswer(undefined);
      assert.equal(process.signalCode, 'SIGKILL');
    };

    const journalsOf = (folder: string): string => {
      const journals = path.join(folder, '../.s3-training-data', path.basename(folder), 'journal');
      return fs
        .readdirSync(journals)
        .map((name) => fs.readFileSync(path.join(journals, name), 'utf8'))
        .join('\n');
    };

    const nextRuns = {
      'sync to S3': (folder: string) => sync('to-s3', folder),
      'sync from S3': (folder: string) => sync('from-s3', folder),
      undo: (folder: string) => ['undo', folder],
    };
    for (const [name, next] of Object.entries(nextRuns)) {
      it(`leave parts in the bucket, which the next ${name} removes`, async () => {
        const folder = await makeStyle(name);
        await killAmidParts(folder);
        const [key, parts] = [...(await ceph.bucket(BUCKET).unfinishedUploads())][0] ?? [];
        assert.equal(key, `styles/${name}/large.png`);
        assert.ok(parts !== undefined && parts > 0, 'it was killed before its first part');
        const { status, stderr } = await cli.run(...next(folder));
        assert.equal(status, 0, stderr);
        assert.deepEqual(await ceph.bucket(BUCKET).unfinishedUploads(), new Map());
      });
    }
  });
});
