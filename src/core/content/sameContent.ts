import { createHash } from 'node:crypto';
import { SyncError } from '../errors.js';
import { bareEtag, isSameEtag } from './etag.js';
import { noMoreThan, ofListedSize } from './listedSize.js';
import type { ContentHashes, LocalHashes, WrittenBytes } from '../ports/fileStore.js';
import type { ObjectDownload, ObjectHead, ObjectInfo, ObjectStore } from '../ports/objectStore.js';
import { retryBody } from './retryBody.js';

/** Whether a file and an object, or a download and its object, hold the same bytes. */

/** A single-part ETag that can be an MD5, in lower-case hex; `undefined` for every other form. */
export function md5OfEtag(etag: string): string | undefined {
  const bare = bareEtag(etag);
  return /^[0-9a-f]{32}$/i.test(bare) ? bare.toLowerCase() : undefined;
}

/**
 * Compares by the cheapest proof that is certain: the length, an ETag that is the MD5, the SHA-256 that our uploads
 * carry, and a download last (docs/sync-contract.md §1).
 */
export async function isSameContent(
  local: LocalHashes,
  object: ObjectInfo,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<boolean> {
  if (local.file.size !== object.size) return false;
  if (md5OfEtag(object.etag) === local.md5) return true;
  const head = await objects.head(object.key, signal, object);
  if (head === undefined || !isSameEtag(head.etag, object.etag)) return false;
  const verdict = judge(local, head);
  if (verdict !== undefined) return verdict;
  return (await hashOfObject(object, objects, signal)) === local.sha256;
}

/** The hashes of bytes whose MD5 is not always worth computing. */
type KnownHashes = Omit<ContentHashes, 'md5'> & { readonly md5: string | undefined };

/** What the head of an object proves on its own; `undefined` where only the object's bytes can tell. */
function judge({ sha256, md5 }: KnownHashes, head: ObjectHead): boolean | undefined {
  const md5OfHead = head.etagMayBeMd5 ? md5OfEtag(head.etag) : undefined;
  const sameMd5 = md5OfHead === undefined || md5 === undefined ? undefined : md5OfHead === md5;
  const sameSha256 = head.sha256 === undefined ? undefined : head.sha256 === sha256;
  // The two can disagree: metadata was copied along with other bytes, or an ETag only looks like an MD5.
  if (sameMd5 !== undefined && sameSha256 !== undefined && sameMd5 !== sameSha256)
    return sameMd5 || undefined;
  return sameMd5 ?? sameSha256;
}

/** Whether the head of an object proves that it holds these bytes. */
export function isContentOf(hashes: ContentHashes, head: ObjectHead): boolean {
  return judge(hashes, head) === true;
}

/** Whether the head of an object proves that it holds other bytes. */
export function contradicts(hashes: ContentHashes, head: ObjectHead): boolean {
  return judge(hashes, head) === false;
}

function hashOfObject(object: ObjectInfo, objects: ObjectStore, signal: AbortSignal): Promise<string> {
  const begin = async (): Promise<ObjectDownload> =>
    ofListedSize(await objects.get(object.key, signal, object), object);
  return retryBody(signal, begin, async ({ body }) => {
    const hash = createHash('sha256');
    for await (const chunk of noMoreThan(object.size, body, object.key)) hash.update(chunk);
    return hash.digest('hex');
  });
}

/**
 * Throws `wrong-bytes` unless the written bytes are those that the object's head promised. `md5`: where it is known.
 */
export function verifyDownload(
  { sha256, size }: WrittenBytes,
  md5: string | undefined,
  head: ObjectHead,
  path: string,
): void {
  const longEnough = size === head.size;
  if (longEnough && judge({ sha256, md5 }, head) !== false) return;
  throw new SyncError('wrong-bytes', {
    file: path,
    cause: longEnough ? 'checksum differs' : `${String(size)} of ${String(head.size)} bytes arrived`,
  });
}
