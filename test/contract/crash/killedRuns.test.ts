import assert from 'node:assert/strict';
import { recoveryStoreOf } from '../../../src/local/recovery/recoveryStore.js';
import { startCephRgw, type CephRgw } from '../../support/ceph/cephRgw.js';
import { startRelay, type Relay } from '../../support/ceph/relay.js';
import { CommandLine } from '../../support/commandLine.js';
import { onCeph } from '../onCeph.js';
import { EditedStyle, type Files } from './editedStyle.js';
import { Journals } from './journals.js';
import { damageTo, differences, leftovers } from './lostBytes.js';
import { momentsOf, WatchedRuns, type Measured, type Moment } from './moments.js';

/** In each direction. */
const MOMENTS = Number(process.env['CRASH_MOMENTS'] ?? 4);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261122);
const PAIRS = 24;
const BUCKET = 'training';
interface Before {
  readonly source: Files;
  readonly target: Files;
  /** The id of the last run. */
  readonly lastRun: string | undefined;
}

/** After this many kills, an undo follows instead of the next run. */
const UNDO_EVERY = 3;

onCeph('runs that are killed', () => {
  describe(`runs that are killed on Ceph RADOS Gateway (seed ${String(SEED)})`, function () {
    this.timeout(120_000);
    let ceph: CephRgw;
    let relay: Relay;

    before(async () => {
      ceph = await startCephRgw();
      await ceph.createBucket(BUCKET);
      relay = await startRelay(ceph.endpoint);
    });
    after(async () => {
      await relay.close();
      await ceph.close();
    });

    for (const direction of ['to-s3', 'from-s3'] as const) {
      describe(direction, () => {
        let style: EditedStyle;
        let runs: WatchedRuns;
        let measured: Measured;
        let styles = 0;
        let midst = 0;
        let undone = 0;

        const sync = () => [direction, style.folder, '--bucket', BUCKET, '--sync-deletes', '--force'];

        const begin = async (): Promise<void> => {
          const { credentials } = ceph;
          const cli = new CommandLine({ endpoint: relay.endpoint, credentials });
          style = new EditedStyle(ceph.bucket(BUCKET), `${direction}-${String(++styles)}`, direction, SEED);
          runs = new WatchedRuns(cli, relay, new Journals(style.folder));
          await style.fill(PAIRS);
          assert.equal((await cli.run(...sync())).status, 0);
          await style.edit();
          measured = await runs.measure(sync());
        };

        before(begin);
        after(() => style.remove());
        afterEach(async function () {
          // Each round continues where the last one ended: after a failure, the next one must not inherit its damage.
          if (this.currentTest?.state !== 'failed') return;
          style.remove();
          await begin();
        });

        /** Edits the source and kills the sync of it. Returns the state before. */
        const killAt = async (moment: Moment): Promise<Before> => {
          for (let part = moment.part; ; part *= 0.8) {
            await style.edit();
            const source = await style.source();
            const before = { source, target: await style.target(), lastRun: (await lastRun())?.header.id };
            const wasKilled = await runs.kill({ ...moment, part }, measured, sync());
            assert.deepEqual(await damageTo(style, before), []);
            if (wasKilled) {
              if (await hasActed(before)) midst += 1;
              return before;
            }
            // The run was faster than the measured one, so it must be complete.
            assert.deepEqual(differences(await style.target(), source), []);
          }
        };

        /** The newest run. */
        const lastRun = async () => (await recoveryStoreOf(style.folder).runs())[0];

        const hasActed = async ({ lastRun: former }: Before): Promise<boolean> => {
          const killed = await lastRun();
          return killed !== undefined && killed.header.id !== former && killed.acts.length > 0;
        };

        /** Undoes the killed run, if it did anything. */
        const undo = async (before: Before): Promise<void> => {
          if (!(await hasActed(before))) return;
          const { status, stderr } = await runs.cli.run('undo', style.folder);
          assert.equal(status, 0, stderr);
          assert.deepEqual(differences(before.target, await style.target()), []);
          assert.deepEqual(await damageTo(style, before), []);
          undone += 1;
        };

        const isDone = async (): Promise<void> => {
          const { status, stderr } = await runs.cli.run(...sync());
          assert.equal(status, 0, stderr);
          assert.deepEqual(differences(await style.target(), await style.source()), []);
          assert.deepEqual(leftovers(style), []);
        };

        momentsOf(MOMENTS).forEach((moment, index) => {
          const when = `at ${(moment.part * 100).toFixed(1)} % of the ${moment.clock}`;
          it(`lose nothing, leave no file half written, and the next run completes the work: ${when}`, async () => {
            const before = await killAt(moment);
            if (index % UNDO_EVERY === 0) await undo(before);
            await isDone();
          });
        });

        it('were killed during their work, and undone', async () => {
          assert.ok(midst > 0 && undone > 0, `${String(midst)} in the midst, ${String(undone)} undone`);
          const acts = (await recoveryStoreOf(style.folder).runs()).flatMap((run) => run.acts);
          const keptTogether = acts.filter(({ before }) => before?.kept.in === 'captions').length;
          assert.equal(keptTogether > 0, direction === 'to-s3', `${String(keptTogether)} captions`);
          console.log(
            `        ${String(midst)} of ${String(MOMENTS)} had begun to act, ${String(undone)} were undone`,
          );
        });
      });
    }
  });
});
