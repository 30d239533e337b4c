import type { RelativePath } from '../dataset/trainingImage.js';
import type { RunContext } from '../sync/apply/runContext.js';
import { notRecoverable } from '../core/commonErrors.js';
import { isSameEtag } from '../core/content/etag.js';
import { IN_MEMORY_LIMIT, memoryFor, partSizeOf } from '../core/content/partSize.js';
import type { UploadInfo } from '../core/ports/objectStore.js';
import { uploadInfoOf } from '../core/content/uploadInfo.js';
import { inParts } from './inParts.js';
import { copyAndLook, otherBytes, type CopySource } from '../recording/provenCopy.js';
import { getSource, readContent, readSource, type ReadContent } from '../recording/readContent.js';
import type { RecordedIntent } from '../recording/folderRecorder.js';

/**
 * Puts former bytes back under their object's key: by a copy on the server, or, where that copy holds other bytes, by
 * downloading and uploading them. An object that is not yet verified is recorded in the journal first, so that the next
 * undo does not take it for another writer's work. Throws as `ObjectStore.copy`, `get` and `put` do, and `server-error`
 * where the result cannot be verified.
 */
export async function bringBack(
  path: RelativePath,
  source: CopySource,
  intent: RecordedIntent,
  context: RunContext,
): Promise<{ etag: string }> {
  const { objects, keyPrefix, signal } = context;
  const key = keyPrefix + path;
  const unproven = (etag: string): Promise<void> => intent.unproven(etag);
  const copy = await copyAndLook(objects, source, key, signal, intent.partsOf(key), unproven);
  if (copy.isProven) return copy;
  const content = await readSource(objects, source, signal);
  if (content === undefined || content.size !== source.size || !isSameEtag(content.etag, source.etag)) {
    throw notRecoverable(key, 'what was kept of it is gone, or holds other bytes');
  }
  const sent = await send(path, source, content, copy, intent, context);
  if (isSameEtag(sent.etag, source.etag) || isSameEtag(sent.etag, content.md5)) return sent;
  await unproven(sent.etag);
  const stored = await readContent(objects, key, signal);
  if (stored?.sha256 !== content.sha256 || !isSameEtag(stored.etag, sent.etag)) throw otherBytes({ key });
  return sent;
}

/**
 * Reads the source once more, in parts where it is large. Its bytes must be those of `content` before the object is
 * replaced.
 */
async function send(
  path: RelativePath,
  source: CopySource,
  content: ReadContent,
  wrong: { readonly etag: string },
  intent: RecordedIntent,
  { objects, keyPrefix, memory, signal }: RunContext,
): Promise<{ etag: string }> {
  const { size } = content;
  const key = keyPrefix + path;
  const isLarge = size > IN_MEMORY_LIMIT;
  const partSize = isLarge ? partSizeOf(size, path) : Math.max(size, 1);
  const info: UploadInfo = uploadInfoOf(path, content, size);
  return memory.with(memoryFor(size, path), async () => {
    const { body } = await getSource(objects, source, signal);
    const parts = inParts(body, partSize, content.sha256, source.key);
    if (isLarge) return objects.putParts({ key, parts, info }, wrong, signal, intent.partsOf(key));
    let whole: Uint8Array = new Uint8Array();
    for await (const part of parts) whole = part;
    return objects.put({ key, content: whole, info }, wrong, signal);
  });
}
