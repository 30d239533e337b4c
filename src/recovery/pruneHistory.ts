import { asSyncError } from '../sync/errors.js';
import type { ManifestStore, ObjectStore } from '../sync/ports.js';
import type { LogSink } from '../sync/progress.js';
import type { RecordedRun, RecoveryStore } from './journal.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const MEBIBYTE = 1024 * 1024;

export interface HistoryLimits {
  readonly keepDays: number;
  readonly keepMegabytes: number;
}

export interface PruneRequest {
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly settings: HistoryLimits;
  /** Whether a run may send DELETE at all: with deletes off none does, not even for copies of our own. */
  readonly mayDeleteObjects: boolean;
  readonly nowMs: number;
  readonly log: LogSink;
}

/** Lets go of what is older, or more, than the user wants to keep. What goes wrong is logged: the sync has succeeded. */
export async function pruneHistory(
  { objects, manifests, recovery, settings, mayDeleteObjects, nowMs, log }: PruneRequest,
  signal: AbortSignal,
): Promise<void> {
  try {
    const entries = (await manifests.load())?.manifest.entries;
    const known = new Set([...(entries?.values() ?? [])].map(({ sha256 }) => sha256));
    const limits = { maxAgeMs: settings.keepDays * DAY_MS, maxBytes: settings.keepMegabytes * MEBIBYTE };
    const gone = await recovery.prune(limits, nowMs, {
      run: (run) => !mayDeleteObjects && trashOf(run).length > 0,
      caption: (sha256) => known.has(sha256),
    });
    for (const key of gone.flatMap(trashOf)) {
      const copy = await objects.head(key, signal);
      if (copy !== undefined) await objects.delete(key, copy, signal);
    }
    if (gone.length > 0) log('info', `${gone.length} old runs left the history`);
  } catch (error) {
    log('warn', `The history could not be pruned: ${asSyncError(error).message}`);
  }
}

const trashOf = ({ acts }: RecordedRun): string[] =>
  acts
    .map(({ before }) => (before?.kept.in === 'trash' ? before.kept.key : undefined))
    .filter((key) => key !== undefined);
