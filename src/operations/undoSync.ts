import { clearAbandonedParts } from '../recording/abandonedParts.js';
import { newRun } from '../recording/newRun.js';
import { nextToUndo, passedOver, runToUndo } from '../undo/runToUndo.js';
import { undoRun, type UndoOutcome } from '../undo/undo.js';
import { checkAreOfRun, checkIsTrusted } from '../undo/undoneFiles.js';
import type { RecordedRun, RecoveryStore, RunHeader, RunOutline } from '../core/ports/journal.js';
import { asSyncError, SyncError } from '../core/errors.js';
import { checkLocation, describeLocation, type Location } from '../core/location.js';
import { createRunContext } from '../sync/apply/runContext.js';
import { ManifestDraft } from '../core/manifest/manifestDraft.js';
import { withoutSecrets } from '../core/place.js';
import { unlessAborted } from '../core/concurrency/unlessAborted.js';
import { forgetLeftUndone } from './syncReports.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import { limitConcurrency } from './descriptorLimits.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { warnOfPlainHttp } from './texts/endpointTexts.js';
import { checkLosesNothing, linkedFolderOf } from './linkedFolder.js';
import { folderNameOf, underLock, withBucket } from './openStyle.js';
import { warnOfUnprovenRun, warnOfLinkedFolder } from './runWarnings.js';
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

/**
 * Undoes a sync on both sides: the last one that is not undone yet, or the one that is named. Throws `SyncError` where
 * nothing was done (`nothing-to-undo`, `locked`, …); failures of single files are in the result.
 */
export async function undoSync(
  request: UndoRequest,
  adapters: StyleAdapters,
  handlers: UndoHandlers,
): Promise<UndoResult> {
  const { onWrite, log } = handlers;
  const { followLinks, workspaceFolder } = request;
  const files = await adapters.openFolder(request.folder, { followLinks, workspaceFolder, onWrite });
  warnOfLinkedFolder(files, log);
  const { root } = files;
  // The history is read under the lock: the end of another run may prune it.
  return underLock({ root, holder: request.holder, log }, adapters, async () => {
    const { newerId, ...chosen } = await chooseRun(request, files, adapters.recoveryOf(root), log);
    const { location } = chosen.run.header;
    const allowed = limitConcurrency(request, adapters, log);
    const { connection, concurrency } = allowed;
    const target = { root, bucket: location.bucket, connection, concurrency, onWrite, log };
    const result = await withBucket(target, adapters, (objects, endpoint) => {
      checkLeadsTo(location, endpoint);
      warnOfPlainHttp(endpoint, log);
      return undo(chosen, files, objects, allowed, adapters, handlers);
    });
    return { ...result, ...(newerId !== undefined && { newer_untrusted_run_id: newerId }) };
  });
}

/**
 * The requested run and the undos since then. Throws `nothing-to-undo`, `unproven-run`, `bad-argument`,
 * `linked-folder`.
 */
async function chooseRun(
  request: UndoRequest,
  files: FileStore,
  recovery: RecoveryStore,
  log: LogSink,
): Promise<ChosenRun & { readonly newerId: string | undefined }> {
  const runs = await recovery.outlines();
  const { runId, trustHistory = false } = request;
  const styleId = folderNameOf(files.root);
  const outline = runToUndo(runs, { runId, trustHistory, styleId });
  const { header } = outline;
  const run = await recovery.run(header.id);
  if (run === undefined) throw new SyncError('nothing-to-undo', { file: styleId });
  checkLocation(run.header.location);
  checkIsTrusted(run, trustHistory, styleId);
  checkAreOfRun(run, request.files ?? []);
  if (request.force !== true) checkLosesNothing(files, localFilesOf(run, request));
  const newerId = runId === undefined ? passedOver(runs, outline)?.header.id : undefined;
  if (newerId !== undefined) {
    const what = `A newer sync of ${styleId} is not known to be yours, and is left as it is`;
    log('warn', `${what}. To undo that one: --run ${newerId} --trust-history`);
  }
  const isNext = nextToUndo(runs)?.header.id === header.id;
  return { run, history: await withUndosSince(run, runs, recovery), isNext, newerId };
}

/** Relative paths that an undo changes in the folder, each once. */
const localFilesOf = ({ acts }: RecordedRun, { files }: UndoRequest): string[] => {
  const local = acts.filter(({ side, path }) => side === 'local' && files?.includes(path) !== false);
  return [...new Set(local.map(({ path }) => path))].sort();
};

/** The run to undo. */
interface ChosenRun {
  readonly run: RecordedRun;
  /** The undos since then, newest first, and the run. */
  readonly history: readonly RecordedRun[];
  /** Whether an undo without a run id would choose the same run. */
  readonly isNext: boolean;
}

/**
 * The undos after the run, newest first, and the run. The acts of other runs, possibly hundreds of thousands, are not
 * read.
 */
async function withUndosSince(
  run: RecordedRun,
  runs: readonly RunOutline[],
  recovery: RecoveryStore,
): Promise<RecordedRun[]> {
  const history: RecordedRun[] = [];
  for (const { header } of runs) {
    if (header.id === run.header.id) break;
    const undo = header.kind === 'undo' ? await recovery.run(header.id) : undefined;
    if (undo !== undefined) history.push(undo);
  }
  return [...history, run];
}

/**
 * Checks that the history names the endpoint that the settings, the environment or the profile lead to now. Keys must
 * not go to another endpoint: even one that this user has synced with may have been reached with other keys then.
 * Opening a bucket makes no request. Throws `other-endpoint`.
 */
function checkLeadsTo({ bucket, endpoint }: Location, inUse: string): void {
  if (inUse === endpoint) return;
  throw new SyncError('other-endpoint', { bucket, endpoint: withoutSecrets(endpoint), cause: inUse });
}

async function undo(
  { run, history, isNext }: ChosenRun,
  files: FileStore,
  objects: ObjectStore,
  request: UndoRequest,
  adapters: StyleAdapters,
  { signal, hurry, onProgress, log }: UndoHandlers,
): Promise<UndoResult> {
  const { location, direction } = run.header;
  const manifests = adapters.manifestOf(files.root, location);
  const recovery = adapters.recoveryOf(files.root);
  const manifest = new ManifestDraft((await manifests.load())?.manifest, files, location);
  const undoing = newRun(
    // Restoring some files of a run does not undo the run.
    {
      kind: 'undo',
      undoes: request.files === undefined ? run.header.id : null,
      direction,
      location,
      holder: request.holder,
    },
    adapters.wallClock(),
    await recovery.newestId(),
  );
  warnOfUnprovenRun(adapters, log);
  const context = createRunContext({
    files,
    objects,
    recovery,
    location,
    manifest,
    signal,
    log,
    header: undoing,
    concurrency: request.concurrency,
    isUnsaved: () => false,
  });
  const { recorder } = context;
  await files.clearTemporaryFiles();
  await unlessAborted(hurry, clearAbandonedParts({ recovery, objects, location, log }, signal));
  // The history must show which run this undo is for, even if the undo ends early: the next undo would choose another
  // run.
  if (undoing.undoes !== null && !isNext) await recorder.begin();
  const outcome: UndoOutcome = { restored: [], removed: [], kept: [], failed: [] };
  const undone = errorOf(() =>
    undoRun(
      {
        run,
        history,
        paths: request.files && new Set(request.files),
        context,
        manifest,
        concurrency: request.concurrency,
        onProgress,
        log,
      },
      outcome,
    ),
  );
  const stop = await unlessAborted(hurry, undone);
  recorder.seal();
  const unsaved = await errorOf(() => manifests.save(manifest.toManifest()));
  await unlessAborted(hurry, forgetLeftUndone(adapters.reportOf(files.root, location), log));
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
  const result = resultOf(run.header, { ...outcome, unconfirmed }, runId, cancelled, stoppedBy);
  return { ...result, ...(folder !== undefined && { folder }) };
}

/** Returns the error instead of throwing it, so that the result of the finished work is not lost. */
async function errorOf(work: () => Promise<void>): Promise<SyncError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return asSyncError(error);
  }
}

function resultOf(
  { id, location, direction, startedAtMs }: RunHeader,
  { restored, removed, kept, failed, unconfirmed }: UndoOutcome & { readonly unconfirmed: readonly string[] },
  runId: string | undefined,
  cancelled: boolean,
  stoppedBy: SyncError | undefined,
): UndoResult {
  return {
    style_id: location.styleId,
    location: describeLocation(location),
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
    cancelled,
    ...(stoppedBy !== undefined && { stopped_by: stopOf(stoppedBy) }),
    ...(runId !== undefined && { run_id: runId }),
  };
}
