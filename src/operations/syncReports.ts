import type { Outcome } from '../core/outcome.js';
import type { ReportStore, SyncReport } from '../core/ports/stores.js';
import type { LogSink } from '../core/progress.js';
import { transfersOf, type Plan } from '../sync/plan/plan.js';
import { tidyUp } from './openStyle.js';
import type { SyncResult } from './protocol/results.js';

/**
 * Keeps the report on the last sync while a sync runs: from its first act until its end the report is without an end,
 * so that a sync that was killed is told from one that ended. No failure of a report ends a sync.
 */
export class ReportedSync {
  #begun: SyncReport | undefined;
  /** Of a sync of some images: the report before it. */
  #former: SyncReport | undefined;

  constructor(
    private readonly reports: ReportStore,
    private readonly wallClock: () => number,
    private readonly log: LogSink,
  ) {}

  /** Call before the first act of a plan. `isWhole`: it looks at all images of the style, not at some. */
  async begin(plan: Plan, isWhole: boolean): Promise<void> {
    if (!isWhole) this.#former = await this.reports.load();
    const total = transfersOf(plan).length + plan.deletions.length;
    this.#begun = {
      location: plan.location,
      direction: plan.direction,
      startedAtMs: this.wallClock(),
      endedAtMs: null,
      isComplete: total === 0,
      total,
      failed: [],
      conflicts: [],
    };
    if (total > 0) await this.#save(this.#begun);
  }

  /** Call when the sync has ended. */
  async end(plan: Plan, outcome: Outcome, result: SyncResult): Promise<void> {
    if (this.#begun === undefined) return;
    const { transferred, captionsWithoutImage, deleted, notAttempted, unconfirmed, runId } = outcome;
    const failed = [...result.failed_files, ...result.refused_files].map(({ file, message }) => ({
      path: file,
      reason: message,
    }));
    const report: SyncReport = {
      ...this.#begun,
      endedAtMs: this.wallClock(),
      isComplete:
        !outcome.cancelled &&
        outcome.stoppedBy === undefined &&
        notAttempted.length === 0 &&
        unconfirmed.length === 0,
      done: transferred.length + captionsWithoutImage.length + deleted.length,
      ...(runId !== undefined && { runId }),
      failed,
      conflicts: result.conflict_files,
    };
    await this.#save(this.#withFormer(report, plan));
  }

  /** A sync of some images settles nothing of the others. */
  #withFormer(report: SyncReport, plan: Plan): SyncReport {
    const former = this.#former;
    if (former === undefined) return report;
    const settled = new Set([
      ...transfersOf(plan).map(({ path }) => path),
      ...plan.skipped.map(({ path }) => path),
      ...report.conflicts,
    ]);
    return {
      ...report,
      failed: [...report.failed, ...former.failed.filter(({ path }) => !settled.has(path))],
      conflicts: [...report.conflicts, ...former.conflicts.filter((path) => !settled.has(path))],
    };
  }

  #save(report: SyncReport): Promise<void> {
    return tidyUp(() => this.reports.save(report), this.log);
  }
}

/** Call after an undo: what a sync had left is no longer known, and the files that it brought back are none of those. */
export async function forgetLeftUndone(reports: ReportStore, log: LogSink): Promise<void> {
  await tidyUp(async () => {
    const report = await reports.load();
    if (report === undefined) return;
    await reports.save({ ...report, isComplete: true, failed: [], conflicts: [] });
  }, log);
}
