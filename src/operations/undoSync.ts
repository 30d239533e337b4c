import { clearAbandonedParts } from '../recording/abandonedParts.js';
import { FolderRecorder } from '../recording/folderRecorder.js';
import { nextToUndo, passedOver, runToUndo } from '../undo/runToUndo.js';
import { undoRun } from '../undo/undo.js';
import { undoEdit } from '../undo/undoEdit.js';
import { checkAreOfRun, checkIsTrusted } from '../undo/undoneFiles.js';
import type { RecordedRun, RecoveryStore, RunHeader, RunOutline } from '../core/ports/journal.js';
import { SyncError } from '../core/errors.js';
import { checkLocation, type Location } from '../core/location.js';
import { createRunContext } from '../sync/apply/runContext.js';
import { ManifestDraft } from '../core/manifest/manifestDraft.js';
import { withoutSecrets } from '../core/place.js';
import { unlessAborted } from '../core/concurrency/unlessAborted.js';
import { forgetLeftUndone } from './syncReports.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import { limitConcurrency } from './descriptorLimits.js';
import { failureLog } from './failureLog.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { warnOfPlainHttp } from './texts/endpointTexts.js';
import { checkLosesNothing } from './linkedFolder.js';
import { folderNameOf, underLock, withBucket } from './openStyle.js';
import { warnOfLinkedFolder } from './runWarnings.js';
import {
  carryOutUndo,
  headerOfUndo,
  type ChosenRun,
  type Undo,
  type UndoHandlers,
  type UndoSteps,
} from './carryOutUndo.js';
import type { UndoRequest } from './protocol/requests.js';
import type { UndoResult } from './protocol/results.js';

/**
 * Undoes a sync on both sides, or an edit of pairs in the folder: the last one that is not undone yet, or the one that
 * is named. Throws `SyncError` where nothing was done (`nothing-to-undo`, `locked`, …); failures of single files are in
 * the result.
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
    const undo = { ...chosen, files, request: allowed, adapters, handlers };
    const { connection, concurrency } = allowed;
    const target = { root, bucket: location.bucket, connection, concurrency, onWrite, log };
    const result = isOfFolderAlone(chosen.run.header)
      ? await carryOutUndo(undo, await stepsOfEdit(undo))
      : await withBucket(target, adapters, async (objects, endpoint) => {
          checkLeadsTo(location, endpoint);
          warnOfPlainHttp(endpoint, log);
          return carryOutUndo(undo, await stepsWithS3(undo, objects));
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
  if (!isOfFolderAlone(run.header)) checkLocation(run.header.location);
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

/** Whether a run changed the folder alone: an edit, or the undo of one. */
const isOfFolderAlone = ({ direction }: RunHeader): boolean => direction === null;

async function stepsWithS3(undo: Undo, objects: ObjectStore): Promise<UndoSteps> {
  const { run, history, files, request, adapters, handlers } = undo;
  const { signal, hurry, onProgress, log } = handlers;
  const { location } = run.header;
  const { concurrency } = request;
  const manifests = adapters.manifestOf(files.root, location);
  const recovery = adapters.recoveryOf(files.root);
  const manifest = new ManifestDraft((await manifests.load())?.manifest, files, location);
  const context = createRunContext({
    ...{ files, objects, recovery, location, manifest, signal, log, concurrency },
    header: await headerOfUndo(undo),
    isUnsaved: () => false,
  });
  const paths = request.files && new Set(request.files);
  return {
    recorder: context.recorder,
    prepare: async () => {
      await unlessAborted(hurry, clearAbandonedParts({ recovery, objects, location, log }, signal));
    },
    revert: (outcome) =>
      undoRun(
        { run, history, paths, context, manifest, concurrency, onProgress, onFailure: failureLog(log) },
        outcome,
      ),
    save: async () => {
      try {
        await manifests.save(manifest.toManifest());
      } finally {
        await unlessAborted(hurry, forgetLeftUndone(adapters.reportOf(files.root, location), log));
      }
    },
  };
}

/** S3 knows nothing of an edit, and neither does the manifest. */
async function stepsOfEdit(undo: Undo): Promise<UndoSteps> {
  const { run, files, request, adapters, handlers } = undo;
  const { signal, onProgress, log } = handlers;
  const recovery = adapters.recoveryOf(files.root);
  const recorder = new FolderRecorder(await headerOfUndo(undo), recovery);
  const untouched = { baseOf: () => undefined, isUnsaved: () => false };
  const context = { files, recovery, recorder, signal, ...untouched };
  const paths = request.files && new Set(request.files);
  const { concurrency } = request;
  return {
    recorder,
    prepare: () => Promise.resolve(),
    revert: (outcome) =>
      undoEdit({ run, paths, context, concurrency, onProgress, onFailure: failureLog(log) }, outcome),
    save: () => Promise.resolve(),
  };
}
