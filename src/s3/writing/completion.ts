import { bareEtag } from '../../core/content/etag.js';
import { SyncError } from '../../core/errors.js';
import type { ObjectHead } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectLookup } from '../reading/objectLookup.js';
import type {
  Condition,
  MultipartRequests,
  MultipartUpload,
  StoredPart,
} from '../requests/bucketRequests.js';

/** An upload in parts that is under way here. */
export class UploadInParts implements MultipartUpload {
  /** Whether the server has made the object: no part is left. */
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
  /** What the parts make up: bytes, and the SHA-256 that the object carries. */
  readonly info: Pick<ObjectHead, 'size' | 'sha256'>;
}

/** Returns the ETag of the object. The object is looked at where an answer leaves its fate or its ETag open. */
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
    // A try whose answer was lost may have completed the upload: the next one then finds no such upload.
    if (!(error instanceof SyncError) || error.code !== 'upload-missing') throw error;
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
  // Ceph 16 leaves the ETag empty. What stands under the key by now may be somebody else's.
  const stored = await lookup.head(upload.key, signal);
  const isOurs = stored?.size === info.size && (stored.sha256 ?? info.sha256) === info.sha256;
  if (stored === undefined || !isOurs) throw changedInS3(upload.key);
  upload.isComplete = true;
  return { etag: stored.etag };
}
