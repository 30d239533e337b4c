import { SyncError } from '../core/errors.js';
import type { RunOutline } from '../core/ports/journal.js';

/** Chooses the run of the history that an undo takes back. */

export interface UndoChoice {
  /** Left out: the newest sync that has not been undone. */
  readonly runId?: string | undefined;
  /** Whether the user accepts the history as his own, proven or not. */
  readonly trustHistory: boolean;
  /** Named by errors. */
  readonly styleId: string;
}

/**
 * The run to undo. Unless the user trusts the history, an unproven run is never the last sync, whatever its time.
 * Throws `nothing-to-undo`.
 */
export function runToUndo(
  runs: readonly RunOutline[],
  { runId, trustHistory, styleId }: UndoChoice,
): RunOutline {
  const found =
    runId === undefined ? nextToUndo(runs, trustHistory) : runs.find(({ header }) => header.id === runId);
  if (found === undefined) {
    throw new SyncError('nothing-to-undo', { file: styleId, ...(runId !== undefined && { run: runId }) });
  }
  return found;
}

/**
 * The newest sync or edit that has not been undone, or the one that a later undo took back only in part or not at all:
 * that one comes before all earlier runs. An unproven run counts only where there is nothing else, or the history is
 * trusted. `runs`: newest first.
 */
export function nextToUndo(runs: readonly RunOutline[], trustHistory = false): RunOutline | undefined {
  const next = nextOf(runs, ({ isProven }) => trustHistory || isProven);
  return next ?? nextOf(runs, () => true);
}

/**
 * The newest unproven sync that came after the proven run `chosen`. An undo that was not told which run to take back
 * skips it, and must say so. `runs`: newest first.
 */
export function passedOver(runs: readonly RunOutline[], chosen: RunOutline): RunOutline | undefined {
  if (!chosen.isProven) return undefined;
  const undone = undoneRuns(runs);
  return runs
    .slice(0, runs.indexOf(chosen))
    .find(
      ({ header, isProven, counts }) =>
        !isProven && header.kind !== 'undo' && counts.acts > 0 && !undone.has(header.id),
    );
}

function nextOf(
  runs: readonly RunOutline[],
  isCounted: (run: RunOutline) => boolean,
): RunOutline | undefined {
  const undone = undoneRuns(runs);
  const byId = new Map(runs.map((run) => [run.header.id, run]));
  for (const run of runs.filter(isCounted)) {
    const { kind, id, undoes } = run.header;
    if (undone.has(id)) continue;
    if (kind !== 'undo' && run.counts.acts > 0) return run;
    const left = undoes === null || undone.has(undoes) ? undefined : byId.get(undoes);
    if (left !== undefined) return left;
  }
  return undefined;
}

/**
 * The ids of runs that a later undo took back completely. An undo that was killed, failed or was itself undone does not
 * count; for a proven run, only a proven undo counts. `runs`: newest first.
 */
export function undoneRuns(runs: readonly RunOutline[]): ReadonlySet<string> {
  const proven = new Set(runs.filter(({ isProven }) => isProven).map(({ header }) => header.id));
  const undone = new Set<string>();
  for (const { header, endedAtMs, isPartial, isProven } of runs) {
    const isWhole = endedAtMs !== undefined && isPartial !== true;
    if (header.undoes === null || !isWhole || undone.has(header.id)) continue;
    if (isProven || !proven.has(header.undoes)) undone.add(header.undoes);
  }
  return undone;
}
