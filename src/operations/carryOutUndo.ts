import { newRun } from '../recording/newRun.js';
import type { FolderRecorder } from '../recording/folderRecorder.js';
import type { UndoOutcome } from '../undo/revertEachFile.js';
import type { RecordedRun, RunHeader } from '../core/ports/journal.js';
import { asSyncError, type SyncError } from '../core/errors.js';
import { describeLocation } from '../core/location.js';
import { unlessAborted } from '../core/concurrency/unlessAborted.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { linkedFolderOf } from './linkedFolder.js';
import { warnOfUnprovenRun } from './runWarnings.js';
import type { UndoRequest } from './protocol/requests.js';
import { failedFile, stopOf } from './resultOf.js';
import type { UndoResult } from './protocol/results.js';

export interface UndoHandlers {
  readonly signal: AbortSignal;
  /** As of `SyncStyleHandlers`. */
  readonly hurry?: AbortSignal;
  readonly onWrite?: () => void;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
}

/** The run to undo. */
export interface ChosenRun {
  readonly run: RecordedRun;
  /** The undos since then, newest first, and the run. */
  readonly history: readonly RecordedRun[];
  /** Whether an undo without a run id would choose the same run. */
  readonly isNext: boolean;
}

export interface Undo extends ChosenRun {
  readonly files: FileStore;
  readonly request: UndoRequest;
  readonly adapters: StyleAdapters;
  readonly handlers: UndoHandlers;
}

/** What differs between the undo of a sync and that of an edit. */
export interface UndoSteps {
  readonly recorder: FolderRecorder;
  /** Called after the folder was made ready, before the first act. */
  prepare(): Promise<void>;
  /** As `undoRun`. */
  revert(outcome: UndoOutcome): Promise<void>;
  /** Saves what is remembered of both sides. */
  save(): Promise<void>;
}

/** The header of an undo that begins now. Restoring some files of a run does not undo the run. */
export async function headerOfUndo({ run, files, request, adapters }: Undo): Promise<RunHeader> {
  const { location, direction, id } = run.header;
  const undoes = request.files === undefined ? id : null;
  const newestId = await adapters.recoveryOf(files.root).newestId();
  const undo = { kind: 'undo', undoes, direction, location, holder: request.holder } as const;
  return newRun(undo, adapters.wallClock(), newestId);
}

/** Undoes a run. The caller holds the lock. Throws where nothing was done. */
export async function carryOutUndo(undo: Undo, steps: UndoSteps): Promise<UndoResult> {
  const { run, isNext, files, adapters, handlers } = undo;
  const { signal, hurry, log } = handlers;
  const { recorder } = steps;
  warnOfUnprovenRun(adapters, log);
  await files.clearTemporaryFiles();
  await steps.prepare();
  // The history must show which run this undo is for, even if the undo ends early: the next undo would choose another
  // run.
  if (recorder.header.undoes !== null && !isNext) await recorder.begin();
  const outcome: UndoOutcome = { restored: [], removed: [], kept: [], failed: [] };
  const stop = await unlessAborted(
    hurry,
    errorOf(() => steps.revert(outcome)),
  );
  recorder.seal();
  const unsaved = await errorOf(() => steps.save());
  const cancelled = stop?.code === 'cancelled' || signal.aborted;
  const isPartial = cancelled || stop !== undefined || unsaved !== undefined || outcome.failed.length > 0;
  const unended = await errorOf(async () => {
    if (!isPartial) await recorder.begin();
    await recorder.close(adapters.wallClock(), isPartial);
  });
  const stoppedBy = cancelled ? undefined : (stop ?? unsaved ?? unended);
  if (stoppedBy !== undefined && !recorder.hasActed) throw stoppedBy;
  const runId = recorder.hasActed || !isPartial ? recorder.runId : undefined;
  const { restored, removed, kept, failed } = outcome;
  const named = new Set([...restored, ...removed, ...kept, ...failed.map(({ path }) => path)]);
  const unconfirmed = recorder.changed.without(named);
  const folder = linkedFolderOf(files);
  return {
    ...countsOf(run.header, { ...outcome, unconfirmed }),
    cancelled,
    ...(stoppedBy !== undefined && { stopped_by: stopOf(stoppedBy) }),
    ...(runId !== undefined && { run_id: runId }),
    ...(folder !== undefined && { folder }),
  };
}

/** Returns the error instead of throwing it, so that the result of the finished work is not lost. */
export async function errorOf(work: () => Promise<void>): Promise<SyncError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return asSyncError(error);
  }
}

function countsOf(
  { id, location, direction, startedAtMs }: RunHeader,
  { restored, removed, kept, failed, unconfirmed }: UndoOutcome & { readonly unconfirmed: readonly string[] },
): Omit<UndoResult, 'cancelled'> {
  return {
    style_id: location.styleId,
    location: direction === null ? '' : describeLocation(location),
    undone_run_id: id,
    direction,
    started_at: new Date(startedAtMs).toISOString(),
    restored: restored.length,
    restored_files: restored,
    removed: removed.length,
    removed_files: removed,
    kept: kept.length,
    kept_files: kept,
    failed: failed.length,
    failed_files: failed.map(failedFile),
    unconfirmed: unconfirmed.length,
    unconfirmed_files: unconfirmed,
  };
}
