import { stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { confirmAbsence } from './absence.js';
import { deleteTarget, deletionIntentLine, deletionLogLine } from './deletion.js';
import type { Deletion } from '../plan/plan.js';
import { forEachLimited } from '../../core/concurrency/limited.js';
import type { Attempt, Run } from './run.js';

/** Carries out the deletions of a run's plan. Failures go to `run.failed`. */
export class Deletions {
  /** Deletions done so far. */
  readonly deleted: RelativePath[] = [];

  constructor(private readonly run: Run) {}

  /** Runs last, and only if everything before succeeded (docs/sync-contract.md §3.5). */
  async carryOut(): Promise<void> {
    const { run } = this;
    const { plan, concurrency, log } = run.request;
    const planned = plan.deletions.length;
    if (planned === 0) return;
    if (run.failed.length > 0 || run.signal.aborted) {
      log('warn', `${String(planned)} deletions skipped, because not every file could be synced`);
      return;
    }
    await forEachLimited(groupByPair(plan.deletions), concurrency, run.signal, (pair) =>
      this.#deletePair(pair),
    );
  }

  /**
   * Deletes the image first: where it must stay, so must its caption. Where the source has one file of the pair,
   * neither is deleted.
   */
  async #deletePair(pair: readonly Deletion[]): Promise<void> {
    const looks = await Promise.all(pair.map((deletion) => this.#confirm(deletion)));
    if (looks.includes(false)) return;
    for (const deletion of pair) {
      if (!this.#isDone(await this.#delete(deletion))) return;
    }
  }

  async #confirm(deletion: Deletion): Promise<boolean> {
    const { run } = this;
    return this.#isDone(await run.attempt(deletion.path, () => confirmAbsence(deletion, run.context)));
  }

  #isDone(attempt: Attempt): boolean {
    if (attempt.end === 'failed') this.run.failed.push(attempt.failure);
    return attempt.end === 'done';
  }

  async #delete(deletion: Deletion): Promise<Attempt> {
    const { path } = deletion;
    const { log, onProgress, plan } = this.run.request;
    const attempt = await this.run.attempt(path, async () => {
      log('info', deletionIntentLine(deletion));
      await deleteTarget(deletion, this.run.context);
      this.run.manifest.forget(path);
    });
    if (attempt.end !== 'done') return attempt;
    this.deleted.push(path);
    log('info', deletionLogLine(deletion));
    onProgress({
      phase: 'deleting',
      filesDone: this.deleted.length,
      filesTotal: plan.deletions.length,
      bytesDone: 0,
      bytesTotal: 0,
      current: path,
    });
    return attempt;
  }
}

/** Groups deletions of one stem, in their order. */
function groupByPair(deletions: readonly Deletion[]): Deletion[][] {
  const pairs: Deletion[][] = [];
  for (const deletion of deletions) {
    const last = pairs.at(-1);
    if (last?.[0] !== undefined && stemOf(last[0].path) === stemOf(deletion.path)) last.push(deletion);
    else pairs.push([deletion]);
  }
  return pairs;
}
