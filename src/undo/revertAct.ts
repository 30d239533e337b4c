import type { RelativePath } from '../dataset/trainingImage.js';
import { onTarget } from '../sync/apply/onTarget.js';
import type { FolderContext, RunContext } from '../sync/apply/runContext.js';
import { notRecoverable } from '../core/commonErrors.js';
import { hasCode, SyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import type {
  FileStore,
  LocalFile,
  LocalHashes,
  WrittenBytes,
  WrittenFile,
} from '../core/ports/fileStore.js';
import type { ObjectHead } from '../core/ports/objectStore.js';
import { uploadInfoOfBytes } from '../core/content/uploadInfo.js';
import { writeLocal } from '../sync/apply/writeLocal.js';
import { bringBack } from './bringBack.js';
import type { BundledTexts } from './bundledTexts.js';
import { formerObject } from '../recording/formerObject.js';
import type { FormerContent, RecordedAct } from '../core/ports/journal.js';
import type { RecordedIntent } from '../recording/folderRecorder.js';
import type { Restorations } from './restorations.js';

/** How reverting one act ended. */
export type Reverted =
  | { readonly end: 'restored'; readonly etag?: string; readonly file?: LocalFile }
  | { readonly end: 'removed' }
  /** The act had not happened, or was already reverted; with the file or object that holds the former bytes. */
  | { readonly end: 'nothing'; readonly etag?: string | undefined; readonly file?: LocalFile | undefined }
  | { readonly end: 'changed-since' };

const UNDO_REASON = 'undo';

/** Reverts one act where its file is still as the act left it. Throws `not-recoverable`. */
export function revertAct(
  act: RecordedAct,
  context: RunContext,
  texts: BundledTexts,
  restorations: Restorations,
): Promise<Reverted> {
  return act.side === 's3'
    ? unlessChanged(act, () => revertObject(act, context, texts, restorations))
    : revertLocalAct(act, context);
}

/** The same for an act on a file of the folder, in a run with or without S3. */
export function revertLocalAct(act: RecordedAct, context: FolderContext): Promise<Reverted> {
  return unlessChanged(act, () => revertFile(act, context));
}

async function unlessChanged(act: RecordedAct, revert: () => Promise<Reverted>): Promise<Reverted> {
  try {
    return await onTarget(act.path, revert);
  } catch (error) {
    if (hasCode(error, 'target-changed')) return { end: 'changed-since' };
    throw error;
  }
}

async function revertObject(
  act: RecordedAct,
  context: RunContext,
  texts: BundledTexts,
  restorations: Restorations,
): Promise<Reverted> {
  const { objects, recorder, keyPrefix, signal, baseOf } = context;
  const { path, before } = act;
  const key = keyPrefix + path;
  const now = await objects.head(key, signal);
  const isLeftByUnfinishedUndo = now !== undefined && restorations.isUnfinished(path, now);
  if (!isLeftByUnfinishedUndo && !isObjectLeftBy(act, now)) {
    const isFormer = isFormerObject(path, before, now, restorations);
    return isFormer ? { end: 'nothing', etag: now?.etag } : { end: 'changed-since' };
  }
  if (before === null) {
    if (now === undefined) return { end: 'nothing' };
    const intent = await recorder.s3Act(
      { path, key, before: now, after: null, base: baseOf(path), reason: UNDO_REASON },
      signal,
    );
    await objects.delete(key, now, signal);
    await intent.done();
    return { end: 'removed' };
  }
  const restore = await restorationOf(path, before, now, context, texts);
  const intent = await recorder.s3Act(
    {
      path,
      key,
      before: now,
      after: { size: before.size, sha256: before.sha256 },
      base: baseOf(path),
      reason: UNDO_REASON,
    },
    signal,
  );
  const { etag } = await restore(intent);
  await intent.done(etag);
  return { end: 'restored', etag };
}

async function revertFile(act: RecordedAct, context: FolderContext): Promise<Reverted> {
  const { files, recorder, signal, baseOf } = context;
  const { path, before, after } = act;
  const state = await stateOf(path, files);
  if (state === 'no file') return { end: 'changed-since' };
  const now = state && (await files.hash(path, signal));
  if (now?.sha256 !== after?.sha256) {
    return now?.sha256 === before?.sha256 ? { end: 'nothing', file: now?.file } : { end: 'changed-since' };
  }
  if (before === null) {
    if (now === undefined) return { end: 'nothing' };
    const intent = await recorder.localAct({
      path,
      before: now,
      after: null,
      base: baseOf(path),
      reason: UNDO_REASON,
    });
    await files.delete(path, now, signal);
    await intent.done();
    return { end: 'removed' };
  }
  const restored = await restoreFile(path, before, now, context);
  return { end: 'restored', file: restored.file };
}

/**
 * A run leaves regular files and absent ones; anything else is not its work. Throws as `FileStore.stat` where the state
 * cannot be read.
 */
async function stateOf(path: RelativePath, files: FileStore): Promise<LocalFile | 'no file' | undefined> {
  try {
    return await files.stat(path);
  } catch (error) {
    if (error instanceof SyncError && error.data.isNoFile === true) return 'no file';
    throw error;
  }
}

function restoreFile(
  path: RelativePath,
  { sha256 = '' }: FormerContent,
  now: LocalHashes | undefined,
  context: FolderContext,
): Promise<WrittenFile> {
  const verify = (written: WrittenBytes): void => {
    if (written.sha256 === sha256) return;
    throw notRecoverable(path, 'its kept bytes are damaged');
  };
  const replaces = now && { file: now.file, hashes: now };
  const body = context.recovery.read(sha256);
  return writeLocal({ path, body, replaces, verify, reason: UNDO_REASON }, context);
}

/** An act whose answer never came is recognised by the content that it intended to leave. */
function isObjectLeftBy({ after, etag, isDone }: RecordedAct, now: ObjectHead | undefined): boolean {
  if (after === null || now === undefined) return after === null && now === undefined;
  if (isDone && etag !== undefined) return isSameEtag(now.etag, etag);
  return now.sha256 !== undefined && now.sha256 === after.sha256;
}

function isFormerObject(
  path: RelativePath,
  before: FormerContent | null,
  now: ObjectHead | undefined,
  restorations: Restorations,
): boolean {
  if (before === null || now === undefined) return before === null && now === undefined;
  return isSameEtag(now.etag, before.etag) || restorations.has(path, before, now.etag);
}

/** Prepares the write that puts the former bytes in place of `now`. Throws `not-recoverable`. */
async function restorationOf(
  path: RelativePath,
  before: FormerContent,
  now: ObjectHead | undefined,
  context: RunContext,
  texts: BundledTexts,
): Promise<(intent: RecordedIntent) => Promise<{ etag: string }>> {
  const { objects, keyPrefix, signal } = context;
  const key = keyPrefix + path;
  if (before.kept.in === 'captions') {
    const bytes = await texts.read(before.kept, signal);
    return () =>
      objects.put({ key, content: bytes, info: uploadInfoOfBytes(path, bytes) }, now ?? 'absent', signal);
  }
  const source = await formerObject(before, key, objects, signal);
  return (intent) => bringBack(path, source, intent, context);
}
