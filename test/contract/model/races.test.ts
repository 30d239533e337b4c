import assert from 'node:assert/strict';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const RACES = Number(process.env['RACES'] ?? 20);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261122);
const PATHS = ['a.jpg', 'a.txt'];
const ON = { syncDeletes: true };
const WINS = { onConflict: 'overwrite', force: true } as const;

/** Two machines with a folder each that sync one location at the same time (docs/sync-contract.md §2). */
describe('two machines at once', () => {
  let server: S3Server;
  let ours: SyncedStyle;
  let theirs: SyncedStyle;

  const startOn = async (personality: 'aws' | 'gcs'): Promise<void> => {
    server = await startS3Server({ buckets: [BUCKET], personality, seed: SEED });
    [ours, theirs] = [new SyncedStyle(server), new SyncedStyle(server)];
  };
  /** Delays answers at random, so that each race goes its own way. */
  const shuffle = (): void => {
    for (const ms of [1, 3, 8]) server.faults.add({ probability: 0.3, then: fault.delay(ms) });
  };
  afterEach(async () => {
    ours.remove();
    theirs.remove();
    await server.close();
  });

  /** Gives both machines what S3 has. */
  const beginRace = async (number: number): Promise<void> => {
    server.faults.clear();
    ours.writeLocal(versionOf('before', number));
    await ours.toS3(WINS);
    await theirs.fromS3(WINS);
    assert.deepEqual([ours.local, theirs.local], [ours.remote, ours.remote]);
  };

  /** Makes known how the server handles an overwrite; otherwise one machine would wait while the other learns it. */
  const beginKnown = async (): Promise<void> => {
    await beginRace(0);
    await beginRace(1);
  };

  it(`report the conflict to one of two who edited the same pair, in ${String(RACES)} races`, async () => {
    await startOn('aws');
    let wins = 0;
    for (let race = 0; race < RACES; race++) {
      await beginRace(race);
      const [mine, other] = [versionOf('ours', race), versionOf('theirs', race)];
      ours.writeLocal(mine);
      theirs.writeLocal(other);
      shuffle();
      const [ourResult, theirResult] = await Promise.all([ours.toS3(), theirs.toS3()]);
      for (const path of PATHS) {
        const [weDid, theyDid] = [hasMoved(ourResult, path), hasMoved(theirResult, path)];
        const inS3 = ours.remote[path];
        assert.ok(weDid !== theyDid, `race ${String(race)}: ${path} was uploaded by both, or by none`);
        assert.equal(inS3, weDid ? mine[path] : other[path]);
        if (weDid) wins += 1;
      }
      assert.ok(isReported(hasMoved(ourResult, 'a.txt') ? theirResult : ourResult), `race ${String(race)}`);
      assert.deepEqual([ours.local, theirs.local], [mine, other], 'a folder changed');
    }
    assert.ok(wins > 0 && wins < RACES * PATHS.length, 'the same one has won every time');
  }).timeout(60_000 + RACES * 2000);

  it(`delete nothing that the other has just edited, in ${String(RACES)} races`, async () => {
    await startOn('aws');
    for (let race = 0; race < RACES; race++) {
      ours.writeLocal({ 'keep.jpg': 'K' });
      await beginRace(race);
      const edited = versionOf('theirs', race);
      ours.deleteLocal(...PATHS);
      theirs.writeLocal(edited);
      shuffle();
      const [, theirResult] = await Promise.all([ours.toS3(ON), theirs.toS3()]);
      for (const path of PATHS) {
        const isThere = ours.remote[path] === edited[path];
        assert.ok(isThere || isReported(theirResult), `race ${String(race)}: ${path}`);
        assert.equal(theirs.local[path], edited[path]);
      }
    }
  }).timeout(60_000 + RACES * 2000);

  /** We sync just before their caption is written, after their look at its object. */
  const meetInTheWindow = async (): Promise<SyncResult[]> => {
    const meanwhile: SyncResult[] = [];
    const run = async (): Promise<void> => void meanwhile.push(await ours.toS3());
    server.faults.add({ operation: 'PutObject', key: 'styles/16/a.txt', times: 1, then: fault.call(run) });
    const last = await theirs.toS3();
    server.faults.clear();
    return [...meanwhile, last];
  };

  it('report an edit at the last moment, where the server honours conditions', async () => {
    await startOn('aws');
    await beginKnown();
    ours.writeLocal({ 'a.txt': 'ours' });
    theirs.writeLocal({ 'a.txt': 'theirs' });
    const [first, last] = await meetInTheWindow();
    assert.deepEqual([first?.conflict_files, last?.conflict_files], [[], ['a.txt']]);
    assert.deepEqual([ours.remote['a.txt'], theirs.local['a.txt']], ['ours', 'theirs']);
  });

  it('report the whole pair, where its image waits for a caption that the other has just written', async () => {
    await startOn('aws');
    await beginKnown();
    ours.writeLocal({ 'a.txt': 'ours' });
    theirs.writeLocal({ 'a.jpg': 'their image', 'a.txt': 'theirs' });
    const [, last] = await meetInTheWindow();
    assert.deepEqual(last?.conflict_files, ['a.txt', 'a.jpg']);
    assert.notEqual(ours.remote['a.jpg'], 'their image');
  });

  /**
   * Where a server ignores conditions, the machine that is overwritten in that window cannot learn of it at once. But
   * its bytes are in its folder, and, once it fetches the other version, in its store.
   */
  it('overwrite in the window of a server that ignores conditions, and back up the bytes all the same', async () => {
    await startOn('gcs');
    await beginKnown();
    ours.writeLocal({ 'a.txt': 'ours' });
    theirs.writeLocal({ 'a.txt': 'theirs' });
    const [first, last] = await meetInTheWindow();
    assert.deepEqual([first?.conflict_files, last?.conflict_files], [[], []]);
    assert.deepEqual([ours.remote['a.txt'], ours.local['a.txt']], ['theirs', 'ours']);
    await ours.fromS3();
    assert.equal(ours.local['a.txt'], 'theirs');
    await ours.undo();
    assert.equal(ours.local['a.txt'], 'ours');
  });

  it(`lose no edit of either, in ${String(RACES)} races on a server that ignores conditions`, async () => {
    await startOn('gcs');
    for (let race = 0; race < RACES; race++) {
      await beginRace(race);
      const [mine, other] = [versionOf('ours', race), versionOf('theirs', race)];
      ours.writeLocal(mine);
      theirs.writeLocal(other);
      shuffle();
      await Promise.all([ours.toS3(ON), theirs.toS3(ON)]);
      server.faults.clear();
      assert.deepEqual([ours.local, theirs.local], [mine, other], 'a folder changed');
      for (const path of PATHS) assert.ok([mine[path], other[path]].includes(ours.remote[path]), path);
      const fetched = await ours.fromS3(WINS);
      if (fetched.downloaded > 0) await ours.undo();
      assert.deepEqual(ours.local, mine, `race ${String(race)}: not to be had again`);
    }
  }).timeout(60_000 + RACES * 2000);
});

/** The pair of one machine. */
const versionOf = (who: string, race: number): Record<string, string> => ({
  'a.jpg': `image ${String(race)} ${who}`,
  'a.txt': `caption ${String(race)} ${who}`,
});

const hasMoved = (result: SyncResult, path: string): boolean =>
  result.direction === 'to-s3' && result.uploaded_files.includes(path);

/** A pair is reported as one: an image that waited for its caption is reported with it. */
const isReported = ({ conflict_files, kept_files, failed_files }: SyncResult): boolean =>
  [...conflict_files, ...kept_files, ...failed_files.map(({ file }) => file)].some((file) =>
    PATHS.includes(file),
  );
