import type { RelativePath } from '../dataset/trainingImage.js';
import { asSyncError, hasCode, SyncError } from '../core/errors.js';
import { unsavedChanges } from '../core/commonErrors.js';
import { forEachLimited } from '../core/concurrency/limited.js';
import type { Failure, FailureSink } from '../core/outcome.js';
import type { LocalHashes } from '../core/ports/fileStore.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type { FolderContext } from '../sync/apply/runContext.js';
import { writeLocal } from '../sync/apply/writeLocal.js';
import type { PlannedCopy, StemEdit } from './editPlan.js';

/** Where the bytes of new files come from. */
export interface ByteSource {
  /** The content of a file that the bytes must be; `undefined`: whatever is read. */
  hash(from: string, signal: AbortSignal): Promise<LocalHashes | undefined>;
  /** Throws `changed-during-sync` where the bytes are not the expected ones. */
  read(from: string, expected: LocalHashes | undefined, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface EditRun {
  readonly stems: readonly StemEdit[];
  readonly context: Omit<FolderContext, 'recovery'>;
  readonly source: ByteSource;
  /** What the history says of each act. */
  readonly reason: string;
  /** Stems at once. */
  readonly concurrency: number;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  readonly onFailure: FailureSink;
}

export interface EditOutcome {
  /** The stems that were carried out whole. */
  readonly done: StemEdit[];
  readonly created: RelativePath[];
  readonly deleted: RelativePath[];
  readonly failed: Failure[];
}

/**
 * Carries out an edit, stem by stem. Where a file cannot be made, those that were made for its stem are taken away
 * again, and nothing of it is deleted. `outcome` is updated after each stem, so it is valid when this throws
 * (`cancelled`, or an error that stops a run).
 */
export async function applyEdit(run: EditRun, outcome: EditOutcome): Promise<void> {
  const { stems, context, concurrency, onProgress, onFailure } = run;
  const filesTotal = stems.reduce(
    (sum, { copies, deletions }) => sum + Math.max(copies.length, deletions.length),
    0,
  );
  let filesDone = 0;
  const stop = new AbortController();
  const until = AbortSignal.any([context.signal, stop.signal]);
  await forEachLimited(stems, concurrency, until, async (stem) => {
    try {
      await applyStem(stem, run, outcome);
      outcome.done.push(stem);
    } catch (error) {
      const failure = asSyncError(error, { file: stem.name });
      const path = failure.data.file ?? stem.name;
      context.recorder.changed.failed(path, failure);
      if (failure.code === 'cancelled' || failure.stopsTheRun) {
        stop.abort();
        throw error;
      }
      const data = { ...failure.data, file: path };
      onFailure(new SyncError(failure.code, data));
      outcome.failed.push({ path, code: failure.code, data });
    }
    filesDone += Math.max(stem.copies.length, stem.deletions.length);
    onProgress({
      phase: 'transferring',
      filesDone,
      filesTotal,
      bytesDone: 0,
      bytesTotal: 0,
      current: stem.name,
    });
  });
}

async function applyStem({ copies, deletions }: StemEdit, run: EditRun, outcome: EditOutcome): Promise<void> {
  const { context, source } = run;
  const { signal } = context;
  const contents = new Map<string, LocalHashes>();
  const made: RelativePath[] = [];
  const gone: RelativePath[] = [];
  const unsaved = deletions.find((path) => context.isUnsaved(path));
  if (unsaved !== undefined) throw unsavedChanges(unsaved);
  try {
    for (const copy of copies) {
      const expected = await source.hash(copy.from, signal);
      if (expected !== undefined) contents.set(copy.from, expected);
      await makeFile(copy, expected, run);
      made.push(copy.to);
    }
    for (const path of deletions) {
      await deleteFile(path, contents.get(path), run);
      gone.push(path);
    }
  } catch (error) {
    // Once something is deleted, what was made is all that there is.
    if (gone.length === 0) await takeAway(made, run);
    else outcome.created.push(...made);
    outcome.deleted.push(...gone);
    throw error;
  }
  outcome.created.push(...made);
  outcome.deleted.push(...gone);
}

async function makeFile(
  { from, to }: PlannedCopy,
  expected: LocalHashes | undefined,
  { context, source, reason }: EditRun,
): Promise<void> {
  try {
    const body = source.read(from, expected, context.signal);
    await writeLocal({ path: to, body, replaces: undefined, verify: () => undefined, reason }, context);
  } catch (error) {
    if (!hasCode(error, 'changed-during-sync')) throw error;
    // Of the file to make it says that there is one by now.
    const code = error.data.file === to ? 'name-taken' : 'changed-meanwhile';
    throw new SyncError(code, error.data, { cause: error });
  }
}

/** `expected`: the content that was copied, without which the file must not go. */
async function deleteFile(
  path: RelativePath,
  expected: LocalHashes | undefined,
  { context, reason }: EditRun,
): Promise<void> {
  const { files, recorder, signal, baseOf, isUnsaved } = context;
  if (isUnsaved(path)) throw unsavedChanges(path);
  try {
    const before = expected ?? (await files.hash(path, signal));
    const intent = await recorder.localAct({ path, before, after: null, base: baseOf(path), reason });
    await files.delete(path, before, signal);
    await intent.done();
  } catch (error) {
    if (!hasCode(error, 'changed-during-sync')) throw error;
    throw new SyncError('changed-meanwhile', { ...error.data, file: path }, { cause: error });
  }
}

/** What cannot be taken away stays in the history as made, for an undo. */
async function takeAway(made: readonly RelativePath[], run: EditRun): Promise<void> {
  for (const path of made.toReversed()) {
    try {
      await deleteFile(path, undefined, run);
    } catch (error) {
      run.log('warn', `${path} was made and could not be removed: ${asSyncError(error).message}`);
    }
  }
}
