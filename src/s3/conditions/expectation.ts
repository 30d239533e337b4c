import { isSameEtag } from '../../core/content/etag.js';
import type { Expected, ObjectHead } from '../../core/ports/ports.js';

/** Whether what stands under a key is what a write expects there. */
export function isAsExpected(head: ObjectHead | undefined, expected: Expected): boolean {
  if (expected === 'absent') return head === undefined;
  return head !== undefined && isSameEtag(head.etag, expected.etag);
}
