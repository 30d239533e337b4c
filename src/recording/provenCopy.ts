import { md5OfEtag } from '../core/content/sameContent.js';
import { SyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import type { ObjectStore, PartsWatch } from '../core/ports/objectStore.js';
import { readContent, readSource } from './readContent.js';

/** An object, or a former version of one, to be copied to another key. */
export interface CopySource {
  readonly key: string;
  readonly versionId?: string;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex of the content that it is said to hold, where that is known. */
  readonly sha256: string | undefined;
}

export interface ProvenCopy {
  readonly etag: string;
  /** The SHA-256 of both, where it is known. */
  readonly sha256: string | undefined;
}

/**
 * Copies an object on the server, and verifies that the copy holds the same bytes (docs/sync-contract.md §7). The same
 * ETag proves it at no cost. Where the copy has another ETag (the source was uploaded in parts, or is encrypted), the
 * copy is read back and compared with what is known of the source, or with the source itself. Throws as
 * `ObjectStore.copy` does, and `server-error` where the copy holds other bytes.
 */
export async function copyProven(
  objects: Pick<ObjectStore, 'copy' | 'get' | 'getVersion'>,
  source: CopySource,
  to: string,
  signal: AbortSignal,
  watch?: PartsWatch,
): Promise<ProvenCopy> {
  const copy = await copyAndLook(objects, source, to, signal, watch);
  if (!copy.isProven) throw otherBytes(source);
  return copy;
}

/**
 * As `copyProven`, but a copy that holds other bytes is returned, not thrown. `onUnproven` is called before the copy is
 * read back.
 */
export async function copyAndLook(
  objects: Pick<ObjectStore, 'copy' | 'get' | 'getVersion'>,
  source: CopySource,
  to: string,
  signal: AbortSignal,
  watch?: PartsWatch,
  onUnproven?: (etag: string) => Promise<void>,
): Promise<ProvenCopy & { readonly isProven: boolean }> {
  const { key, versionId, etag, size, sha256 } = source;
  const from = { key, etag, size, ...(versionId !== undefined && { versionId }) };
  const copy = await objects.copy(from, to, signal, watch);
  if (isSameEtag(copy.etag, etag)) return { etag: copy.etag, sha256, isProven: true };
  await onUnproven?.(copy.etag);
  const stored = await readContent(objects, to, signal);
  if (stored === undefined || !isSameEtag(stored.etag, copy.etag)) throw otherBytes(source);
  if (stored.size !== size) return { ...stored, isProven: false };
  if (stored.sha256 === sha256 || stored.md5 === md5OfEtag(etag)) return { ...stored, isProven: true };
  // What is known of the source may be wrong: metadata is copied along with other bytes, and an ETag may only look like
  // an MD5.
  const original = await readSource(objects, source, signal);
  const isSame = isSameEtag(original?.etag, etag) && original?.sha256 === stored.sha256;
  return { ...stored, isProven: isSame };
}

export const otherBytes = ({ key }: Pick<CopySource, 'key'>): SyncError =>
  new SyncError('server-error', {
    file: key,
    cause: 'the copy that S3 made of it does not hold the same bytes',
  });
