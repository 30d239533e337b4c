import { bareEtag } from '../../core/content/etag.js';
import { hasCode, SyncError } from '../../core/errors.js';
import type { ObjectHead } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectLookup } from '../reading/objectLookup.js';
import type {
  Condition,
  MultipartRequests,
  MultipartUpload,
  StoredPart,
} from '../requests/bucketRequests.js';

/** A multipart upload of this process. */
export class UploadInParts implements MultipartUpload {
  /** Whether the server has made the object of the parts. */
  isComplete = false;

  constructor(
    readonly key: string,
    readonly id: string,
  ) {}
}

/** The last step of an upload: makes the object of its parts. */
export interface Completion {
  readonly upload: UploadInParts;
  readonly parts: readonly StoredPart[];
  /** The size of the object, and the SHA-256 that it carries. */
  readonly info: Pick<ObjectHead, 'size' | 'sha256'>;
}

/**
 * Completes an upload; returns the ETag of the object. A HEAD follows where the answer leaves the outcome or the ETag
 * open.
 */
export async function completeUpload(
  { requests, lookup }: { readonly requests: MultipartRequests; readonly lookup: ObjectLookup },
  { upload, parts, info }: Completion,
  condition: Condition,
  signal: AbortSignal,
): Promise<{ readonly etag: string }> {
  try {
    const { etag = '' } = await requests.completeUpload({ upload, parts, condition }, signal);
    if (bareEtag(etag) !== '') {
      upload.isComplete = true;
      return { etag };
    }
  } catch (error) {
    // A try whose answer was lost may have completed the upload; the next try then finds no such upload.
    if (!hasCode(error, 'upload-missing')) throw error;
    const stored = await lookup.head(upload.key, signal);
    if (stored?.sha256 === info.sha256 && stored?.size === info.size) {
      upload.isComplete = true;
      return { etag: stored.etag };
    }
    throw new SyncError(
      'server-error',
      { ...error.data, cause: 'the multipart upload is gone' },
      { cause: error },
    );
  }
  // Ceph 16 leaves the ETag empty. The object may have been replaced by another client meanwhile.
  const stored = await lookup.head(upload.key, signal);
  const isOurs = stored?.size === info.size && (stored.sha256 ?? info.sha256) === info.sha256;
  if (stored === undefined || !isOurs) throw changedInS3(upload.key);
  upload.isComplete = true;
  return { etag: stored.etag };
}
