import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError, asSyncError } from '../sync/errors.js';
import type { Failure } from '../sync/outcome.js';
import { forEachLimited } from '../sync/pool.js';
import type { LogSink, SyncProgress } from '../sync/progress.js';
import type { ManifestDraft } from '../sync/manifestDraft.js';
import type { Acting } from '../sync/acting.js';
import { BundledTexts } from './bundledTexts.js';
import type { RecordedAct, RecordedRun } from './journal.js';
import { checkIsInReach } from './reach.js';
import { Restorations } from './restorations.js';
import { revertAct, type Reverted } from './revertAct.js';

export interface UndoRunRequest {
  readonly run: RecordedRun;
  /** The history, newest first: an undo that failed may have taken a part of the run back already. */
  readonly history: readonly RecordedRun[];
  /** Only these; `undefined`: all. */
  readonly paths: ReadonlySet<RelativePath> | undefined;
  readonly acting: Acting;
  readonly manifest: ManifestDraft;
  readonly concurrency: number;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
}

export interface UndoOutcome {
  /** Hold their former bytes again. */
  readonly restored: RelativePath[];
  /** Were made by the run, and are gone again. */
  readonly removed: RelativePath[];
  /** Changed since the run: left as they are. */
  readonly kept: RelativePath[];
  readonly failed: Failure[];
}

/**
 * Takes a run back, file by file, the last act first. A file that is not what the run left is kept: somebody has
 * worked on it since. The manifest says of each what it said before the run, so that the next sync sees the same
 * differences as the one that was undone. What this takes away is recoverable in turn. `outcome` grows as it goes, and is
 * true where this throws (`cancelled`, or what stops a run).
 */
export async function undoRun(request: UndoRunRequest, outcome: UndoOutcome): Promise<void> {
  const { acting, concurrency, onProgress, log } = request;
  const files = [...actsByPath(request)];
  const texts = new BundledTexts(acting.objects);
  const restorations = new Restorations(request.run, request.history);
  let done = 0;
  const stop = new AbortController();
  const until = AbortSignal.any([acting.signal, stop.signal]);
  await forEachLimited(files, concurrency, until, async ([path, acts]) => {
    try {
      checkIsInReach(path, acts, request.run.header);
      tally(outcome, path, await revertFile(path, acts, request, texts, restorations));
    } catch (error) {
      const { code, data, message, stopsTheRun } = asSyncError(error, { file: path });
      if (code === 'cancelled' || stopsTheRun) {
        stop.abort();
        throw error;
      }
      log('error', `${path}: ${message}`);
      outcome.failed.push({ path, code, data: { ...data, file: path } });
    }
    done += 1;
    const progress = { filesDone: done, filesTotal: files.length, bytesDone: 0, bytesTotal: 0 };
    onProgress({ phase: 'transferring', ...progress, current: path });
  });
}

/** What may have happened, by file, the last act first. */
function actsByPath({ run, paths }: UndoRunRequest): Map<RelativePath, RecordedAct[]> {
  const byPath = new Map<RelativePath, RecordedAct[]>();
  const wasKilled = run.endedAtMs === undefined;
  for (const act of run.acts.toReversed()) {
    if (paths?.has(act.path) === false) continue;
    // An act that failed in an orderly run left nothing new; what it meant to take away may be gone all the same.
    if (!act.isDone && !wasKilled && act.before === null) continue;
    const acts = byPath.get(act.path);
    if (acts === undefined) byPath.set(act.path, [act]);
    else acts.push(act);
  }
  return byPath;
}

async function revertFile(
  path: RelativePath,
  acts: readonly RecordedAct[],
  { acting, manifest }: UndoRunRequest,
  texts: BundledTexts,
  restorations: Restorations,
): Promise<readonly Reverted[]> {
  const reverted: Reverted[] = [];
  for (const act of acts) {
    const end = await revertAct(act, acting, texts, restorations);
    reverted.push(end);
    if (end.end === 'changed-since') return reverted;
  }
  restoreEntry(path, acts, reverted, manifest);
  return reverted;
}

/** What the manifest said before the first of the acts, brought up to how the restored bytes show themselves now. */
function restoreEntry(
  path: RelativePath,
  acts: readonly RecordedAct[],
  reverted: readonly Reverted[],
  manifest: ManifestDraft,
): void {
  const base = acts.at(-1)?.base ?? null;
  if (base === null) {
    manifest.unlearn(path);
    return;
  }
  let entry = base;
  acts.forEach(({ before }, index) => {
    const end = reverted[index];
    if (end?.end !== 'restored' && end?.end !== 'nothing') return;
    if (end.etag !== undefined && before?.etag === base.etag) entry = { ...entry, etag: end.etag };
    if (end.file !== undefined && before?.sha256 === base.sha256) {
      const { size, mtimeMs, ino } = end.file;
      entry = { ...entry, size, mtimeMs, ino };
    }
  });
  manifest.remember(path, entry);
}

function tally(outcome: UndoOutcome, path: RelativePath, reverted: readonly Reverted[]): void {
  const ends = new Set(reverted.map(({ end }) => end));
  if (ends.has('changed-since')) outcome.kept.push(path);
  else if (ends.has('restored')) outcome.restored.push(path);
  else if (ends.has('removed')) outcome.removed.push(path);
}

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
 * never the last sync, whatever its time. Throws `nothing-to-undo`, `unproven-run`.
 */
export function runToUndo(
  runs: readonly RecordedRun[],
  { runId, trustHistory, styleId }: UndoChoice,
): RecordedRun {
  const found =
    runId === undefined ? nextToUndo(runs, trustHistory) : runs.find(({ header }) => header.id === runId);
  if (found === undefined) throw new SyncError('nothing-to-undo', { file: styleId });
  if (!trustHistory && !found.isProven) throw unproven(found, styleId);
  return found;
}

/**
 * The newest sync that has not been undone, or what a later undo was to take back and did not, in part or whole: it
 * comes before every sync before it. Of what is not proven, only where there is nothing else, or the history is
 * trusted. `runs`: newest first.
 */
export function nextToUndo(runs: readonly RecordedRun[], trustHistory = false): RecordedRun | undefined {
  const next = nextOf(runs, ({ isProven }) => trustHistory || isProven);
  return next ?? nextOf(runs, () => true);
}

function nextOf(
  runs: readonly RecordedRun[],
  counts: (run: RecordedRun) => boolean,
): RecordedRun | undefined {
  const undone = undoneRuns(runs);
  const byId = new Map(runs.map((run) => [run.header.id, run]));
  for (const run of runs.filter(counts)) {
    const { kind, id, undoes } = run.header;
    if (undone.has(id)) continue;
    if (kind === 'sync' && run.acts.length > 0) return run;
    const left = undoes === null || undone.has(undoes) ? undefined : byId.get(undoes);
    if (left !== undefined) return left;
  }
  return undefined;
}

/**
 * Ids of the runs that a later one has taken back: neither one that was killed or failed, nor one that was taken back
 * itself. Of a proven run, only a proven one says so. `runs`: newest first.
 */
export function undoneRuns(runs: readonly RecordedRun[]): ReadonlySet<string> {
  const proven = new Set(runs.filter(({ isProven }) => isProven).map(({ header }) => header.id));
  const undone = new Set<string>();
  for (const { header, endedAtMs, isPartial, isProven } of runs) {
    const isWhole = endedAtMs !== undefined && isPartial !== true;
    if (header.undoes === null || !isWhole || undone.has(header.id)) continue;
    if (isProven || !proven.has(header.undoes)) undone.add(header.undoes);
  }
  return undone;
}

const NAMED = 10;

/** Says what the user would have to say yes to. */
function unproven({ header, acts }: RecordedRun, styleId: string): SyncError {
  const { bucket, endpoint } = header.location;
  const [back, gone] = [restoredBy(acts), removedBy(acts)];
  const cause = [
    ...(back.length > 0 ? [`brings back ${named(back)}`] : []),
    ...(gone.length > 0 ? [`removes ${named(gone)}`] : []),
  ].join(', ');
  return new SyncError('unproven-run', { file: styleId, run: header.id, bucket, endpoint, cause });
}

/** Relative paths, each once, of what an undo of the acts brings back. */
export const restoredBy = (acts: readonly RecordedAct[]): RelativePath[] =>
  pathsOf(acts.filter(({ before }) => before !== null));

/** Relative paths, each once, of what an undo of the acts takes away. */
export const removedBy = (acts: readonly RecordedAct[]): RelativePath[] =>
  pathsOf(acts.filter(({ before, isDone }) => before === null && isDone));

const pathsOf = (acts: readonly RecordedAct[]): RelativePath[] => [
  ...new Set(acts.map(({ path }) => path).sort()),
];

const named = (paths: readonly RelativePath[]): string =>
  paths.length > NAMED
    ? `${paths.slice(0, NAMED).join(', ')} and ${paths.length - NAMED} more`
    : paths.join(', ');
