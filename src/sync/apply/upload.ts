import type { RecordedIntent } from '../../recording/folderRecorder.js';
import type { ReplacedObject } from '../../recording/recorder.js';
import { isMergeBase } from './mergeBase.js';
import type { RunContext } from './runContext.js';
import { isContentOf } from '../../core/content/sameContent.js';
import { changedInS3 } from '../../core/commonErrors.js';
import { afterUnanswered, hasCode, SyncError } from '../../core/errors.js';
import { isSameEtag } from '../../core/content/etag.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import { entryOf } from '../../core/manifest/manifestDraft.js';
import { IN_MEMORY_LIMIT, memoryFor, partSizeOf } from '../../core/content/partSize.js';
import type { Upload } from '../plan/plan.js';
import type { LocalHashes } from '../../core/ports/fileStore.js';
import type { Expected, ObjectInfo, ObjectStore, UploadInfo } from '../../core/ports/objectStore.js';
import { uploadInfoOf } from '../../core/content/uploadInfo.js';

/**
 * Uploads one file, provided that the object it overwrites is still what the plan saw. Returns the manifest entry that
 * is true then. Throws `target-changed` where the object is not what the plan saw, `changed-during-sync` where the file
 * is not, `too-large` before it is read.
 */
export async function uploadFile(upload: Upload, context: RunContext): Promise<ManifestEntry> {
  const { size } = upload.local;
  const sendIt = size > IN_MEMORY_LIMIT ? sendParts : sendWhole;
  const send = (): Promise<ManifestEntry> => sendIt(upload, context);
  return context.memory.with(memoryFor(size, upload.path), () => context.slots.with(size, send));
}

async function sendWhole(upload: Upload, context: RunContext): Promise<ManifestEntry> {
  const { files, objects, recovery, signal } = context;
  const content = await files.read(upload.path, signal);
  const entry = await sendOrAdopt(upload, content, context, (key) =>
    objects.put({ key, content: content.bytes, info: infoOf(upload, content) }, expectedOf(upload), signal),
  );
  if (isMergeBase(upload.path, content.file.size)) {
    await recovery.rememberCaption(content.sha256, content.bytes);
  }
  return entry;
}

async function sendParts(upload: Upload, context: RunContext): Promise<ManifestEntry> {
  const { files, objects, signal } = context;
  const content = await files.hash(upload.path, signal);
  return sendOrAdopt(upload, content, context, (key, intent) => {
    const partSize = partSizeOf(content.file.size, upload.path);
    const parts = files.readParts(upload.path, content, partSize, signal);
    const info = infoOf(upload, content);
    return objects.putParts({ key, parts, info }, expectedOf(upload), signal, intent.partsOf(key));
  });
}

/** Where the object changed but already holds the bytes to send, nothing is sent. */
async function sendOrAdopt(
  upload: Upload,
  content: LocalHashes,
  context: RunContext,
  send: (key: string, intent: RecordedIntent) => Promise<{ etag: string }>,
): Promise<ManifestEntry> {
  const { objects, keyPrefix, signal } = context;
  const { path } = upload;
  const key = keyPrefix + path;
  try {
    const intent = await recordUpload(upload, key, content, context);
    const { etag } = await send(key, intent);
    await intent.done(etag);
    return entryOf(content.file, content.sha256, etag);
  } catch (error) {
    if (!isConflictAt(key, error)) throw error;
    const head = await objects.head(key, signal).catch((thrown: unknown) => {
      throw error.data.unanswered === true ? afterUnanswered(thrown) : thrown;
    });
    if (head?.size === content.file.size && isContentOf(content, head)) {
      return entryOf(content.file, content.sha256, head.etag);
    }
    throw new SyncError('target-changed', { ...error.data, file: path }, { cause: error });
  }
}

/** Records the upload, and backs up what it replaces. */
async function recordUpload(
  { path, replaces, reason }: Upload,
  key: string,
  { file, sha256 }: LocalHashes,
  { objects, recorder, signal, baseOf }: RunContext,
): Promise<RecordedIntent> {
  const base = baseOf(path);
  const before = replaces && (await replacedObject(replaces, base, objects, signal));
  if (replaces !== undefined && !isSameEtag(before?.etag, replaces.etag)) {
    throw changedInS3(key);
  }
  const after = { size: file.size, sha256 };
  return recorder.s3Act({ path, key, before, after, base, reason }, signal);
}

/**
 * The object as far as it must be known to be backed up. Without versions no HEAD is needed: the backup copy shows
 * whether the object is still the listed one, and where its text is known without a copy, the write's condition does.
 */
async function replacedObject(
  listed: ObjectInfo,
  base: ManifestEntry | undefined,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<ReplacedObject | undefined> {
  const { key, size, etag } = listed;
  if (objects.keepsVersions !== false) return objects.head(key, signal, listed);
  const isKnown = isSameEtag(base?.etag, etag) && base?.claimed !== true;
  return { size, etag, sha256: isKnown ? base?.sha256 : undefined, versionId: undefined };
}

/** A file that changed while it was read ends with the same code, but with its path instead of the key. */
const isConflictAt = (key: string, error: unknown): error is SyncError =>
  (hasCode(error, 'changed-during-sync') || hasCode(error, 'object-missing')) && error.data.file === key;

const expectedOf = ({ replaces }: Upload): Expected => replaces ?? 'absent';

const infoOf = ({ path }: Upload, content: LocalHashes): UploadInfo =>
  uploadInfoOf(path, content, content.file.size);
