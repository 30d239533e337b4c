import { md5OfEtag } from '../core/content/sameContent.js';
import { notRecoverable } from '../core/commonErrors.js';
import { isSameEtag } from '../core/content/etag.js';
import type { ObjectHead, ObjectStore } from '../core/ports/objectStore.js';
import type { FormerContent, Backup } from '../core/ports/journal.js';
import type { CopySource } from './provenCopy.js';
import { readContent } from './readContent.js';

/**
 * Finds an object that holds the former bytes, and verifies it as far as the journal allows (docs/sync-contract.md §7).
 * `key`: the key that the bytes had. Throws `not-recoverable` where they are gone, or the object holds other bytes.
 */
export async function formerObject(
  former: FormerContent,
  key: string,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<CopySource> {
  const { kept, size, sha256 } = former;
  if (kept.in === 'version') return formerVersion(former, kept.versionId, key, objects, signal);
  const copy = kept.in === 'trash' ? await objects.head(kept.key, signal) : undefined;
  if (kept.in !== 'trash' || copy === undefined) throw notRecoverable(key, 'its copy in the trash is gone');
  if (!(await holds(former, kept, copy, objects, signal))) {
    throw notRecoverable(key, 'its copy in the trash holds other bytes');
  }
  return { key: copy.key, etag: copy.etag, size, sha256 };
}

/** Versions never change: with the same size and ETag, it is the recorded one. */
async function formerVersion(
  { size, sha256, etag }: FormerContent,
  versionId: string,
  key: string,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<CopySource> {
  const version = await objects.headVersion(key, versionId, signal);
  if (version === undefined) throw notRecoverable(key, 'S3 has not kept this version of it');
  if (version.size !== size || (etag !== undefined && !isSameEtag(version.etag, etag))) {
    throw notRecoverable(key, 'S3 has other bytes under the version that was noted');
  }
  return { key, versionId, etag: version.etag, size, sha256: sha256 ?? version.sha256 };
}

/** Compares with the recorded ETag; otherwise with the bytes, which another program may have written again. */
async function holds(
  { size, sha256, etag = '' }: FormerContent,
  kept: Extract<Backup, { in: 'trash' }>,
  copy: ObjectHead,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<boolean> {
  if (copy.size !== size) return false;
  if (isSameEtag(copy.etag, kept.etag ?? etag)) return true;
  const md5 = copy.etagMayBeMd5 ? md5OfEtag(etag) : undefined;
  // Earlier releases recorded nothing to verify the copy of a multipart object that another program had uploaded.
  if (kept.etag === undefined && sha256 === undefined && md5 === undefined) return true;
  const stored = await readContent(objects, copy.key, signal);
  return stored?.size === size && (stored.sha256 === sha256 || stored.md5 === md5);
}
