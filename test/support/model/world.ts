import assert from 'node:assert/strict';
import { mayBeCaption } from '../../../src/dataset/pairing.js';
import type { RecordedRun } from '../../../src/core/ports/journal.js';
import type { ApprovedRow, SyncRequest } from '../../../src/operations/protocol/requests.js';
import type { SyncResult, UndoResult } from '../../../src/operations/protocol/results.js';
import type { BucketView } from '../s3-server/bucketView.js';
import type { S3Server } from '../s3-server/s3Server.js';
import { Client, type End } from './client.js';
import { strangerIn, workByHand } from './hands.js';
import type { Interruption } from './interruption.js';
import { isTemporary, Ledger, type Snapshot } from './ledger.js';
import {
  type HumanAct,
  type Moment,
  type Step,
  type Story,
  type SyncChoices,
  type SyncStep,
} from './steps.js';

/** Modification times long ago, so that a file's state alone can show that it is unchanged. Seconds. */
const LONG_AGO = 1_600_000_000;
const CONVERGED_AFTER = 2;

export const ENCOUNTERS = [
  'crash',
  'conflict',
  'kept in the target',
  'captions kept together',
  'captions brought back together',
  'undo',
  'somebody in between',
] as const;
export type Encounter = (typeof ENCOUNTERS)[number];

/** Everybody in a story, and what must be true whatever happens. */
export class World {
  readonly clients: readonly Client[];
  readonly ledger: Ledger;
  readonly #bucket: BucketView;
  #time = 0;

  constructor(
    readonly server: S3Server,
    bucket: string,
    story: Pick<Story, 'clients' | 'versioning'>,
    /** How often each of the encounters occurred that the stories are meant to cover. */
    readonly met: Map<Encounter, number>,
  ) {
    this.#bucket = server.createBucket(bucket);
    this.#bucket.versioning = story.versioning;
    const wallClock = (): number => (LONG_AGO + ++this.#time) * 1000;
    this.clients = Array.from({ length: story.clients }, () => new Client(server, bucket, wallClock));
    this.ledger = new Ledger(this.clients, this.#bucket);
  }

  remove(): void {
    for (const client of this.clients) client.remove();
  }

  /** Gives everybody these files, as S3 has them. */
  async begin(paths: readonly string[]): Promise<void> {
    const [first, ...others] = this.clients;
    assert.ok(first);
    for (const path of paths) {
      first.folder.write(path, this.ledger.newContent(), 'as a new file', LONG_AGO + ++this.#time);
    }
    await this.#again(first, { direction: 'to-s3', force: true });
    for (const client of others) await this.#again(client, { direction: 'from-s3', force: true });
    await this.ledger.check();
  }

  async take(step: Step): Promise<void> {
    switch (step.does) {
      case 'sync':
        return this.#sync(step);
      case 'undo':
        return this.#undo(this.#client(step.who), step.moment);
      case 'handwork':
        for (const act of step.acts) await this.ledger.byHand(() => this.#byHand(act));
    }
  }

  #meet(encounter: Encounter, happened: boolean): void {
    if (happened) this.met.set(encounter, (this.met.get(encounter) ?? 0) + 1);
  }

  #client(who: number): Client {
    const client = this.clients[who % this.clients.length];
    assert.ok(client);
    return client;
  }

  async #sync(step: SyncStep): Promise<void> {
    const client = this.#client(step.who);
    if (step.recaptions) await this.ledger.byHand(() => this.#byHand({ does: 'recaption', who: step.who }));
    const before = this.ledger.snapshot;
    const runsBefore = new Set((await client.runs()).map(({ header }) => header.id));
    const plain = { ...requestOf(step), concurrency: step.concurrency };
    const planned = step.then === 'undo' ? await this.#plan(client, plain) : undefined;
    const approved =
      step.resolution === undefined ? undefined : await this.#approve(client, plain, step.resolution);
    const request = { ...plain, ...(approved && { approved }) };
    this.server.requests.clear();
    const end = await client.sync(request, {
      interruption: this.#interruption(step.moment),
      tearsJournal: step.moment?.happening.what === 'crash' && step.moment.happening.tearsJournal,
      savesOften: step.savesOften,
    });
    await this.ledger.check();
    this.#checkNoLeftovers(end, client);
    const [last] = await client.runs();
    const isNew = last !== undefined && !runsBefore.has(last.header.id);
    this.#meet('captions kept together', isNew && bundledCaptions(last).length > 0);
    this.#meet('crash', end.end === 'died');
    this.#meet('conflict', end.end === 'result' && end.result.conflicts > 0);
    this.#meet('kept in the target', end.end === 'result' && end.result.kept > 0);
    const wasDisturbed = step.moment !== undefined && step.moment.happening.what !== 'crash';
    if (wasDisturbed) return;
    this.#checkSides(step, before, this.ledger.snapshot);
    if (end.end === 'refused') assert.equal(end.error.code, 'empty-source');
    if (end.end === 'result') checkAllDone(end.result);
    // Where only a caption was merged, the deletion that its conflict had blocked is no longer blocked.
    if (step.then === 'the same again' && end.end === 'result' && step.resolution !== 'merge')
      checkNothingToDo(await this.#again(client, plain));
    if (step.then === 'undo') await this.#undoWhole(client, runsBefore, before, planned, plain);
  }

  #checkNoLeftovers(end: End<unknown>, { folder }: Client): void {
    if (end.end !== 'result') return;
    assert.deepEqual(Object.keys(folder.tree).filter(isTemporary), []);
  }

  /** Checks what an undisturbed run must not have touched. */
  #checkSides(step: SyncStep, before: Snapshot, after: Snapshot): void {
    const who = step.who % this.clients.length;
    const both = (at: Snapshot) => ({ local: withoutTemporary(at.folders[who] ?? {}), s3: at.bucket });
    const [was, is] = [both(before), both(after)];
    const [source, target] =
      step.direction === 'to-s3' ? (['local', 's3'] as const) : (['s3', 'local'] as const);
    const writesBoth = step.resolution === 'keep-both' || step.resolution === 'merge';
    if (!writesBoth) assert.deepEqual(is[source], was[source], 'the source changed');
    before.folders.forEach((tree, other) => {
      if (other !== who) assert.deepEqual(after.folders[other], tree, 'the folder of somebody else changed');
    });
    for (const path of Object.keys(was.local)) {
      const mayGo = step.deletes && target === 'local' && !(path in was.s3);
      assert.ok(path in is.local || mayGo, `${path} vanished from the folder`);
    }
    for (const path of Object.keys(was.s3)) {
      const mayGo = step.deletes && target === 's3' && !(path in was.local);
      assert.ok(path in is.s3 || mayGo, `${path} vanished from S3`);
    }
    if (!step.deletes) assert.equal(this.server.requests.count('DeleteObject', 'DeleteObjects'), 0);
  }

  async #again(client: Client, request: Partial<SyncRequest>): Promise<SyncResult> {
    const end = await client.sync(request);
    assert.ok(end.end === 'result');
    return end.result;
  }

  /** Undoes a run completely, even one that was killed, and checks that it left no trace. */
  async #undoWhole(
    client: Client,
    runsBefore: ReadonlySet<string>,
    before: Snapshot,
    planned: readonly string[] | undefined,
    request: Partial<SyncRequest>,
  ): Promise<void> {
    const [last] = await client.runs();
    if (last === undefined || last.acts.length === 0 || runsBefore.has(last.header.id)) return;
    const end = await client.undo();
    assert.ok(end.end === 'result');
    const { undone_run_id, kept_files, failed_files } = end.result;
    assert.deepEqual([undone_run_id, kept_files, failed_files], [last.header.id, [], []]);
    assert.deepEqual(cleared(this.ledger.snapshot), cleared(before), 'not as before what was undone');
    await this.ledger.check();
    await this.#meetBroughtBack(client, end.result);
    assert.deepEqual(await this.#plan(client, request), planned, 'the same sync would do something else now');
  }

  async #undo(client: Client, moment: Moment | undefined): Promise<void> {
    const end = await client.undo({ interruption: this.#interruption(moment) });
    await this.ledger.check();
    this.#checkNoLeftovers(end, client);
    this.#meet('crash', end.end === 'died');
    this.#meet('undo', end.end === 'result');
    if (end.end === 'result') await this.#meetBroughtBack(client, end.result);
    if (end.end === 'refused') assert.equal(end.error.code, 'nothing-to-undo');
    const wasDisturbed = moment !== undefined && moment.happening.what !== 'crash';
    if (end.end === 'result' && !wasDisturbed) assert.deepEqual(end.result.failed_files, []);
  }

  async #meetBroughtBack(client: Client, { undone_run_id, restored_files }: UndoResult): Promise<void> {
    const undone = (await client.runs()).find(({ header }) => header.id === undone_run_id);
    const kept = undone === undefined ? [] : bundledCaptions(undone);
    this.#meet(
      'captions brought back together',
      kept.some((path) => restored_files.includes(path)),
    );
  }

  /** The rows of a plan, without tokens that change by themselves. */
  async #plan(client: Client, request: Partial<SyncRequest>): Promise<readonly string[]> {
    const rows = await this.#rows(client, request);
    return rows.map(({ action, file, reason }) => `${action} ${file} (${reason})`).sort();
  }

  async #rows(client: Client, request: Partial<SyncRequest>) {
    const end = await client.sync({ ...request, force: true, dryRun: true });
    assert.ok(end.end === 'result');
    return end.result.plan ?? [];
  }

  async #approve(
    client: Client,
    request: Partial<SyncRequest>,
    resolution: NonNullable<SyncStep['resolution']>,
  ): Promise<ApprovedRow[]> {
    const rows = await this.#rows(client, request);
    return rows.map(({ action, file, seen }): ApprovedRow => {
      const row = { action, file, seen };
      if (action !== 'keep' && action !== 'conflict') return row;
      if (resolution !== 'merge') return { ...row, resolution };
      const isMerged = mayBeCaption(file) && seen.local !== null && seen.s3 !== null;
      return { ...row, resolution: isMerged ? { merged: this.ledger.newContent() } : 'keep' };
    });
  }

  #interruption(moment: Moment | undefined): Interruption | undefined {
    if (moment === undefined) return undefined;
    const { at, when, happening } = moment;
    if (happening.what === 'crash') return { at, when, event: undefined };
    const event = async (): Promise<void> => {
      this.#meet('somebody in between', true);
      if (happening.what === 'human') return this.ledger.byHand(() => this.#byHand(happening.act));
      await this.ledger.check();
      await this.#client(happening.choices.who).sync(requestOf(happening.choices));
      await this.ledger.check();
    };
    return { at, when, event };
  }

  #byHand(act: HumanAct): void {
    const isStranger = act.who === 'a stranger in the bucket';
    const hand = isStranger ? strangerIn(this.#bucket, this.ledger) : this.#client(act.who).folder;
    workByHand(hand, act, this.ledger, LONG_AGO + ++this.#time);
  }

  /** Everybody syncs until nothing changes, with the source always winning. Throws where that does not end. */
  async converge(): Promise<void> {
    for (let round = 1; ; round++) {
      let changes = 0;
      for (const direction of ['to-s3', 'from-s3'] as const) {
        for (const client of this.clients) {
          const choices = { direction, syncDeletes: true, onConflict: 'overwrite', force: true } as const;
          const result = await this.#again(client, choices);
          checkAllDone(result);
          assert.deepEqual([result.conflicts, result.kept], [0, 0]);
          changes += changesOf(result);
        }
      }
      await this.ledger.check();
      if (changes === 0) break;
      assert.ok(round < CONVERGED_AFTER, `round ${String(round)} still changed ${String(changes)} files`);
    }
  }
}

const requestOf = ({ direction, deletes, onConflict }: SyncChoices) =>
  ({ direction, syncDeletes: deletes, onConflict }) as const;

const bundledCaptions = ({ acts }: RecordedRun): string[] =>
  acts.filter(({ before }) => before?.kept.in === 'captions').map(({ path }) => path);

const changesOf = (result: SyncResult): number =>
  result.deleted + (result.direction === 'to-s3' ? result.uploaded : result.downloaded);

function checkAllDone(result: SyncResult): void {
  const { failed_files, refused_files, drifted_files, deletions_skipped, not_attempted } = result;
  assert.deepEqual([failed_files, refused_files, drifted_files], [[], [], []]);
  assert.deepEqual([deletions_skipped, not_attempted], [0, 0]);
}

function checkNothingToDo(result: SyncResult): void {
  checkAllDone(result);
  assert.equal(changesOf(result), 0, 'the same sync once more changed something');
  assert.equal(result.run_id, undefined);
}

const withoutTemporary = (tree: Snapshot['bucket']): Snapshot['bucket'] =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !isTemporary(path)));

const cleared = ({ folders, bucket }: Snapshot): Snapshot => ({
  folders: folders.map(withoutTemporary),
  bucket,
});
