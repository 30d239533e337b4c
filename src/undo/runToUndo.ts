import { SyncError } from '../core/errors.js';
import type { RunOutline } from '../core/ports/journal.js';

/** Which run of the history an undo takes back. */

export interface UndoChoice {
  /** Left out: the newest sync that has not been undone. */
  readonly runId?: string | undefined;
  /** Whether the user takes what the history says for his own, proven or not. */
  readonly trustHistory: boolean;
  /** For messages. */
  readonly styleId: string;
}

/**
 * The run that is to be undone. Where the user has not said that the history is his, one that is not proven to be is
 * never the last sync, whatever its time. Throws `nothing-to-undo`.
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
 * The newest sync that has not been undone, or what a later undo was to take back and did not, in part or whole: it
 * comes before every sync before it. Of what is not proven, only where there is nothing else, or the history is
 * trusted. `runs`: newest first.
 */
export function nextToUndo(runs: readonly RunOutline[], trustHistory = false): RunOutline | undefined {
  const next = nextOf(runs, ({ isProven }) => trustHistory || isProven);
  return next ?? nextOf(runs, () => true);
}

/**
 * The newest sync that is not known to be this user's and came after `chosen`, which is: an undo that was not told what
 * to take back passes it over, and has to say so. `runs`: newest first.
 */
export function passedOver(runs: readonly RunOutline[], chosen: RunOutline): RunOutline | undefined {
  if (!chosen.isProven) return undefined;
  const undone = undoneRuns(runs);
  return runs
    .slice(0, runs.indexOf(chosen))
    .find(
      ({ header, isProven, counts }) =>
        !isProven && header.kind === 'sync' && counts.acts > 0 && !undone.has(header.id),
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
    if (kind === 'sync' && run.counts.acts > 0) return run;
    const left = undoes === null || undone.has(undoes) ? undefined : byId.get(undoes);
    if (left !== undefined) return left;
  }
  return undefined;
}

/**
 * Ids of the runs that a later one has taken back: neither one that was killed or failed, nor one that was taken back
 * itself. Of a proven run, only a proven one says so. `runs`: newest first.
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
