import { isSameEtag } from '../../core/content/etag.js';
import { contradicts, isContentOf } from '../../core/content/sameContent.js';
import type { Expected, NewObject, ObjectHead, UploadInfo } from '../../core/ports/objectStore.js';
import type { WriteKind } from './conditionSupport.js';
import type { Completion } from './completion.js';

/** Stores an object from one body. */
export interface PutWrite extends NewObject {
  readonly operation: 'put';
  readonly expected: Expected;
}

/** Completes a multipart upload whose parts are all on the server. */
export interface CompleteWrite extends Completion {
  readonly operation: 'complete';
  readonly key: string;
  readonly info: UploadInfo;
  readonly expected: Expected;
}

export interface DeleteWrite {
  readonly operation: 'delete';
  readonly key: string;
  readonly expected: { readonly etag: string };
}

/** A write that happens only where the object under `key` is as expected. */
export type Write = PutWrite | CompleteWrite | DeleteWrite;

/** The object after a write. `etag` is empty after a deletion. */
export interface Written {
  readonly etag: string;
}

export const GONE: Written = { etag: '' };

export const kindOf = ({ operation, expected }: Write): WriteKind =>
  operation === 'delete' ? 'delete' : expected === 'absent' ? 'create' : 'replace';

/**
 * The result of a write where the object is in the state that the write was to bring about; otherwise `undefined`.
 */
export function resultIn(write: Write, head: ObjectHead | undefined): Written | undefined {
  if (write.operation === 'delete') return head === undefined ? GONE : undefined;
  const isIts = head?.size === write.info.size && isContentOf(write.info, head);
  return isIts ? { etag: head.etag } : undefined;
}

/** Whether nothing in the head of an object contradicts the bytes of an upload. */
export const mayHold = ({ info }: PutWrite, head: ObjectHead): boolean =>
  head.size === info.size && !contradicts(info, head);

/** Whether the object under a key is what a write expects. */
export function isAsExpected(head: ObjectHead | undefined, expected: Expected): boolean {
  if (expected === 'absent') return head === undefined;
  return head !== undefined && isSameEtag(head.etag, expected.etag);
}
