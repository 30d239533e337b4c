import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { UploadResult } from '../../../src/operations/protocol/results.js';
import type { Operation } from '../../support/s3-server/operations.js';
import { fault } from '../../support/s3-server/faults.js';
import { PERSONALITIES, type Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const NUMBERS = [0, 1, 2, 3, 4, 5];
/** Bytes; sent in parts. */
const LARGE = 17 * 1024 * 1024;
const MEETING_MS = 1_000;

const imagesOf = (who: string): Record<string, string> =>
  Object.fromEntries(NUMBERS.map((number) => [`${String(number)}.jpg`, `image ${String(number)} of ${who}`]));

/** Two machines write the same keys at once; the server accepts one of each two, and answers the other with 409. */
describe('Two writes to one key that overlap', function () {
  this.timeout(60_000);
  let server: S3Server;
  let machines: readonly [SyncedStyle, SyncedStyle];

  async function begin(personality: Partial<Personality>): Promise<void> {
    server = await startS3Server({ buckets: [BUCKET], personality });
    machines = [new SyncedStyle(server), new SyncedStyle(server)];
  }

  afterEach(async () => {
    for (const machine of machines) machine.remove();
    await server.close();
  });

  const remote = () => machines[0].remote;

  /** Both machines begin with the same files on both sides, and how the server handles conditions is known. */
  async function share(files: Record<string, string | Uint8Array>): Promise<void> {
    machines[0].writeLocal({ 'shared.jpg': 'before', ...files });
    await machines[0].toS3();
    machines[0].writeLocal({ 'shared.jpg': 'after' });
    await machines[0].toS3();
    await machines[1].fromS3();
  }

  /**
   * From now on, a write to a key waits a moment for the other one; the first to arrive may be the last to be stored.
   */
  function letThemMeet(operation: Operation | readonly Operation[]): void {
    const waiting = new Map<string, () => void>();
    const meet = async ({ key }: { readonly key: string }): Promise<void> => {
      const other = waiting.get(key);
      if (other !== undefined) {
        other();
        return;
      }
      const both = new Promise<void>((resolve) => waiting.set(key, resolve));
      await Promise.race([both, wait(MEETING_MS)]);
    };
    server.faults.add({ operation, key: /\/\d\.jpg$/, times: 2 * NUMBERS.length, then: fault.call(meet) });
  }

  const race = async (options: { syncDeletes?: boolean } = {}): Promise<[UploadResult, UploadResult]> => {
    const [first, second] = machines.map((machine) => machine.toS3({ ...options, force: true }));
    return [await (first as Promise<UploadResult>), await (second as Promise<UploadResult>)];
  };

  /** Checks that each file is stored as the machine that reports its upload wrote it. */
  function checkTold(results: readonly [UploadResult, UploadResult]): void {
    const lost = server.requests.of('PutObject').filter(({ status }) => status === 409);
    assert.ok(lost.length >= NUMBERS.length, 'they did not overlap');
    for (const file of NUMBERS.map((number) => `${String(number)}.jpg`)) {
      const claims = results.map(({ uploaded_files }) => uploaded_files.includes(file));
      assert.deepEqual([...claims].sort(), [false, true], `${file}: ${JSON.stringify(results)}`);
      const winner = machines[claims.indexOf(true)];
      assert.equal(remote()[file], winner?.local[file]);
      const loser = results[claims.indexOf(false)];
      assert.ok(loser?.conflict_files.includes(file), `${file}: ${JSON.stringify(loser)}`);
    }
    for (const { failed_files, stopped_by } of results)
      assert.deepEqual([failed_files, stopped_by], [[], undefined]);
  }

  const servers: Readonly<Record<string, Partial<Personality>>> = {
    'Ceph 20': { overlappingWrites: 'ConcurrentModification' },
    AWS: { overlappingWrites: 'OperationAborted' },
    'one without conditions': { ...PERSONALITIES.gcs, overlappingWrites: 'OperationAborted' },
  };
  for (const [name, personality] of Object.entries(servers)) {
    describe(`on a server like ${name}`, () => {
      beforeEach(() => begin(personality));

      it('of new files: one of the two becomes a conflict, and only the stored bytes count as uploaded', async () => {
        await share({});
        machines.forEach((machine, who) => machine.writeLocal(imagesOf(String(who))));
        letThemMeet('PutObject');
        checkTold(await race());
      });

      it('of replaced files: the same, and the undo of either leaves what the other has written', async () => {
        await share(imagesOf('nobody'));
        machines.forEach((machine, who) => machine.writeLocal(imagesOf(String(who))));
        letThemMeet('PutObject');
        const results = await race();
        checkTold(results);
        for (const who of [0, 1] as const) {
          const { run_id, uploaded_files } = results[who];
          if (run_id === undefined) continue;
          const { restored_files, failed_files } = await machines[who].undo();
          assert.deepEqual([[...restored_files].sort(), failed_files], [[...uploaded_files].sort(), []]);
        }
        assert.deepEqual(remote(), { 'shared.jpg': 'after', ...imagesOf('nobody') });
      });

      it('of uploads in parts: the loser leaves none of its parts', async () => {
        await share({});
        machines.forEach((machine, who) => machine.writeLocal({ '0.jpg': new Uint8Array(LARGE).fill(who) }));
        letThemMeet('CompleteMultipartUpload');
        const results = await race();
        assert.deepEqual(results.map(({ uploaded }) => uploaded).sort(), [0, 1]);
        const winner = results.findIndex(({ uploaded }) => uploaded === 1);
        assert.ok(remote()['0.jpg'] === machines[winner]?.local['0.jpg']);
        assert.deepEqual(results[1 - winner]?.conflict_files, ['0.jpg']);
        assert.deepEqual(server.bucket(BUCKET).unfinishedUploads, []);
      });

      // Without conditions, there is a look before the act, and a moment between the two.
      if (personality.conditions !== undefined) return;

      it('of which one is a deletion: nothing that counts as uploaded is deleted, and the reverse', async () => {
        await share(imagesOf('nobody'));
        machines[0].writeLocal(imagesOf('0'));
        machines[1].deleteLocal(...Object.keys(imagesOf('')));
        letThemMeet(['PutObject', 'DeleteObject']);
        const [uploading, deleting] = await race({ syncDeletes: true });
        for (const file of Object.keys(imagesOf(''))) {
          const isUploaded = uploading.uploaded_files.includes(file);
          assert.equal(remote()[file], isUploaded ? machines[0].local[file] : undefined, file);
          assert.equal(deleting.deleted_files.includes(file), !isUploaded, file);
        }
      });
    });
  }

  it('of one run, whose answer was lost: what is stored counts as uploaded', async () => {
    await begin({ overlappingWrites: 'OperationAborted' });
    await share({});
    machines[0].writeLocal(imagesOf('0'));
    const key = /\/\d\.jpg$/;
    server.faults.add(
      { operation: 'PutObject', key, times: NUMBERS.length, then: fault.lostAnswer },
      { operation: 'PutObject', key, times: NUMBERS.length, then: fault.error(409, 'OperationAborted') },
    );
    const { uploaded, conflict_files, failed_files, unconfirmed_files } = await machines[0].toS3();
    assert.deepEqual([uploaded, conflict_files, failed_files, unconfirmed_files], [6, [], [], []]);
  });
});
