import type { RelativePath } from '../../dataset/trainingImage.js';
import type { FormerCaption } from '../../recording/captionBackups.js';
import { isMergeBase } from './mergeBase.js';
import { isSameEtag } from '../../core/content/etag.js';
import { transfersOf, type Plan } from '../plan/plan.js';
import type { ObjectInfo } from '../../core/ports/objectStore.js';

/**
 * The captions in S3 that a plan replaces or deletes and that have not changed since the last sync, in the order of the
 * acts: their ETag tells what they hold.
 */
export function formerCaptionsOf(plan: Plan): FormerCaption[] {
  return replacedOrDeletedInS3(plan).flatMap(({ path, object }) => {
    const base = plan.manifest.entries.get(path);
    if (base === undefined || base.claimed === true) return [];
    if (!isSameEtag(base.etag, object.etag) || base.size !== object.size) return [];
    const { sha256, size, etag } = base;
    return isMergeBase(path, size) ? [{ path, sha256, size, etag }] : [];
  });
}

interface Taken {
  readonly path: RelativePath;
  readonly object: ObjectInfo;
}

/** A merge replaces an object that changed since the last sync, so merges are left out. */
function replacedOrDeletedInS3(plan: Plan): Taken[] {
  return [
    ...transfersOf(plan).flatMap((transfer) =>
      transfer.action === 'upload' && transfer.replaces !== undefined
        ? [{ path: transfer.path, object: transfer.replaces }]
        : [],
    ),
    ...plan.deletions.flatMap((deletion) =>
      deletion.action === 'delete-object' ? [{ path: deletion.path, object: deletion.s3 }] : [],
    ),
  ];
}
