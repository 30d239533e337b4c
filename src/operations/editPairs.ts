import { ImageExtensions } from '../dataset/pairing.js';
import { asSyncError, SyncError } from '../core/errors.js';
import { keyPrefixOf, normalizePrefix } from '../core/location.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { PairAct, RecordedEdit } from '../core/ports/journal.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import { applyEdit, type ByteSource, type EditOutcome } from '../pairs/applyEdit.js';
import type { EditPlan } from '../pairs/editPlan.js';
import { planAdd, planDuplicate, planMoveIn, planRename } from '../pairs/planCopies.js';
import { planDelete } from '../pairs/planDelete.js';
import { StyleContent } from '../pairs/styleContent.js';
import { FolderRecorder } from '../recording/folderRecorder.js';
import { newRun } from '../recording/newRun.js';
import { pruneFolderHistory } from '../recording/pruneHistory.js';
import { checkLosesNothing, linkedFolderOf } from './linkedFolder.js';
import { folderNameOf, underLock } from './openStyle.js';
import { failureLog } from './failureLog.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { DEFAULT_RECOVERY, type PairsRequest, type StyleRequest } from './protocol/requests.js';
import type { PairsResult } from './protocol/results.js';
import { failedFile, stopOf } from './resultOf.js';
import { warnOfLinkedFolder, warnOfUnprovenRun } from './runWarnings.js';

export interface PairsHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  /** As of `SyncStyleHandlers`. */
  readonly isUnsaved?: (path: string) => boolean;
}

type PairsAdapters = Pick<
  StyleAdapters,
  'openFolder' | 'lockOf' | 'recoveryOf' | 'readOutside' | 'secretProblem' | 'storeElsewhereOf' | 'wallClock'
>;

/** Stems at once: most of the time each waits for a flush. */
const CONCURRENCY = 8;
const PART_BYTES = 1024 * 1024;

/** What every edit of one call works with. */
interface Editing {
  readonly request: PairsRequest;
  readonly adapters: PairsAdapters;
  readonly handlers: PairsHandlers;
}

/**
 * Edits pairs in the folder of a style: deletes, renames, copies, adds or moves them to another style, each image with
 * its captions. S3 is not asked; the next sync carries the edit there. The edit is a run of the history, so an undo
 * brings back what it took away (docs/sync-contract.md §4). Throws `SyncError` where nothing was done (`locked`,
 * `linked-folder`, `missing-folder`, …); failures of single files are in the result.
 */
export async function editPairs(
  request: PairsRequest,
  adapters: PairsAdapters,
  handlers: PairsHandlers,
): Promise<PairsResult> {
  const editing = { request, adapters, handlers };
  const { edit } = request;
  return inStyle(editing, request, (files) =>
    edit.act === 'move'
      ? inStyle(editing, edit.to, (target) => move(editing, edit.images, files, target))
      : editStyle(editing, files),
  );
}

/** Opens a style and holds its lock. */
async function inStyle(
  { request, adapters, handlers }: Editing,
  { folder, followLinks, workspaceFolder }: StyleRequest,
  act: (files: FileStore) => Promise<PairsResult>,
): Promise<PairsResult> {
  const { log } = handlers;
  const files = await adapters.openFolder(folder, { followLinks, workspaceFolder });
  warnOfLinkedFolder(files, log);
  return underLock({ root: files.root, holder: request.holder, log }, adapters, () => act(files));
}

async function editStyle(editing: Editing, files: FileStore): Promise<PairsResult> {
  const { request, adapters } = editing;
  const { edit } = request;
  const content = await contentOf(editing, files);
  const own = ownFiles(files);
  switch (edit.act) {
    case 'delete':
      return carryOut(editing, files, { act: 'delete', plan: planDelete(edit.files, content), source: own });
    case 'rename':
      return carryOut(editing, files, {
        act: 'rename',
        plan: planRename(edit.renamings, content),
        source: own,
      });
    case 'duplicate':
      return carryOut(editing, files, {
        act: 'duplicate',
        plan: planDuplicate(edit.images, content),
        source: own,
      });
    case 'add': {
      const source = outsideFiles(adapters);
      return carryOut(editing, files, {
        act: 'add',
        plan: planAdd(edit.files, content, edit.takesFreeNames),
        source,
      });
    }
    case 'move':
      throw new SyncError('internal', { cause: 'a move concerns two styles' });
  }
}

/** Copies pairs into the other style first: a crash in between leaves them in both. */
async function move(
  editing: Editing,
  images: readonly string[],
  files: FileStore,
  target: FileStore,
): Promise<PairsResult> {
  const { request } = editing;
  if (files.root === target.root) {
    throw new SyncError('bad-argument', { cause: 'The images are in this style already' });
  }
  const content = await contentOf(editing, files);
  if (request.force !== true) checkLosesNothing(files, planDelete(images, content).stems.flatMap(lostBy));
  const moveIn = planMoveIn(images, content, await contentOf(editing, target));
  const brought = await carryOut(editing, target, {
    act: 'move-in',
    plan: moveIn,
    source: ownFiles(files),
    other: folderNameOf(files.root),
  });
  const arrived = new Set(brought.created_files);
  const moved = images.filter((image) => arrived.has(image));
  if (moved.length === 0) return { ...brought, act: 'move-out' };
  const taken = await carryOut(editing, files, {
    act: 'move-out',
    plan: planDelete(moved, content),
    source: ownFiles(files),
    other: folderNameOf(target.root),
  });
  const failures = [...brought.failed_files, ...taken.failed_files];
  const stop = taken.stopped_by ?? brought.stopped_by;
  return {
    ...taken,
    failed: failures.length,
    failed_files: failures,
    created_files: brought.created_files,
    cancelled: brought.cancelled || taken.cancelled,
    ...(stop !== undefined && { stopped_by: stop }),
    ...(brought.run_id !== undefined && { moved_in_run_id: brought.run_id }),
  };
}

async function contentOf({ request, handlers }: Editing, files: FileStore): Promise<StyleContent> {
  const extensions = new ImageExtensions(request.imageExtensions);
  const { files: listed, unreadable } = await files.scan(
    (path) => extensions.isWanted(path),
    handlers.signal,
  );
  const styleId = folderNameOf(files.root);
  const prefix = normalizePrefix(request.prefix ?? '');
  // What cannot be read is there all the same, and its caption stays with it.
  const paths = [...listed, ...unreadable.filter(({ isFolder }) => !isFolder)].map(({ path }) => path);
  return new StyleContent(paths, {
    extensions,
    keyPrefix: keyPrefixOf({ endpoint: '', bucket: '', prefix, styleId }),
    foldsCase: await files.foldsCase(),
  });
}

/** An edit that is planned. */
interface PlannedEdit {
  readonly act: PairAct;
  readonly plan: EditPlan;
  readonly source: ByteSource;
  /** The name of the other style of a move. */
  readonly other?: string;
}

async function carryOut(
  { request, adapters, handlers }: Editing,
  files: FileStore,
  { act, plan, source, other }: PlannedEdit,
): Promise<PairsResult> {
  const { signal, onProgress, log, isUnsaved = () => false } = handlers;
  const { stems, refused } = plan;
  if (request.force !== true) checkLosesNothing(files, stems.flatMap(lostBy));
  warnOfUnprovenRun(adapters, log);
  const recovery = adapters.recoveryOf(files.root);
  const edit = { act, ...countsOf(stems.flatMap(filesOf), request), ...(other !== undefined && { other }) };
  const header = newRun(editOf(files, edit, request.holder), adapters.wallClock(), await recovery.newestId());
  const recorder = new FolderRecorder(header, recovery);
  const context = { files, recorder, signal, isUnsaved, baseOf: () => undefined };
  const outcome: EditOutcome = { done: [], created: [], deleted: [], failed: [...refused] };
  await files.clearTemporaryFiles();
  let stop: SyncError | undefined;
  try {
    const run = {
      stems,
      context,
      source,
      reason: act,
      concurrency: CONCURRENCY,
      onProgress,
      log,
      onFailure: failureLog(log),
    };
    await applyEdit(run, outcome);
  } catch (error) {
    stop = asSyncError(error);
  }
  recorder.seal();
  try {
    await recorder.close(recorder.changed.hasOpenActs ? undefined : adapters.wallClock());
  } catch (error) {
    stop ??= asSyncError(error);
  }
  const cancelled = stop?.code === 'cancelled' || signal.aborted;
  if (stop !== undefined && !recorder.hasActed) throw stop;
  if (recorder.hasActed) {
    const settings = request.recovery ?? DEFAULT_RECOVERY;
    await pruneFolderHistory({ recovery, settings, nowMs: adapters.wallClock(), log });
  }
  const folder = linkedFolderOf(files);
  const stoppedBy = cancelled ? undefined : stop;
  return {
    style_id: folderNameOf(files.root),
    act,
    ...countsOf(outcome.done.flatMap(filesOf), request),
    created_files: outcome.created,
    deleted_files: outcome.deleted,
    failed: outcome.failed.length,
    failed_files: outcome.failed.map(failedFile),
    cancelled,
    ...(stoppedBy !== undefined && { stopped_by: stopOf(stoppedBy) }),
    ...(recorder.runId !== undefined && recorder.hasActed && { run_id: recorder.runId }),
    ...(folder !== undefined && { folder }),
  };
}

const editOf = (files: FileStore, edit: RecordedEdit, holder: string) =>
  ({
    kind: 'edit',
    undoes: null,
    direction: null,
    location: { endpoint: '', bucket: '', prefix: '', styleId: folderNameOf(files.root) },
    holder,
    edit,
  }) as const;

const lostBy = ({ deletions }: EditPlan['stems'][number]): readonly string[] => deletions;

/** The files that an edit of a stem is about, each once: those that it makes, or else those that it deletes. */
const filesOf = ({ copies, deletions }: EditPlan['stems'][number]): readonly string[] =>
  copies.length > 0 ? copies.map(({ to }) => to) : deletions;

function countsOf(
  files: readonly string[],
  { imageExtensions }: PairsRequest,
): Pick<RecordedEdit, 'images' | 'captions'> {
  const extensions = new ImageExtensions(imageExtensions);
  const images = files.filter((file) => extensions.isImage(file)).length;
  return { images, captions: files.length - images };
}

const ownFiles = (files: FileStore): ByteSource => ({
  hash: (path, signal) => files.hash(path, signal),
  read: (path, expected, signal) => {
    if (expected === undefined) throw new SyncError('internal', { file: path, cause: 'it was not hashed' });
    return files.readParts(path, expected, PART_BYTES, signal);
  },
});

const outsideFiles = ({ readOutside }: PairsAdapters): ByteSource => ({
  hash: () => Promise.resolve(undefined),
  read: (path) => readOutside(path),
});
