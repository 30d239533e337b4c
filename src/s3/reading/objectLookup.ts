import { mapLimited } from '../../core/concurrency/limited.js';
import { isSameEtag } from '../../core/content/etag.js';
import { hasCode } from '../../core/errors.js';
import type { ObjectHead, ObjectInfo } from '../../core/ports/objectStore.js';
import type { ObjectRequests } from '../requests/bucketRequests.js';
import type { ObjectAnswer } from '../requests/objectAnswer.js';
import { changedInS3 } from '../../core/commonErrors.js';
import { listPages, type ListedObject, type Lister } from './listing.js';
import { isWhole, objectHeadOf } from './objectHead.js';

/** Concurrent HEADs of objects whose rows in a listing are incomplete. */
const LOOKS_AT_ONCE = 16;

/**
 * Finds out about objects from whichever answer tells: not every server sends an ETag and a length in each, and some
 * do not distinguish absent from denied (docs/sync-contract.md §9).
 */
export class ObjectLookup {
  constructor(private readonly requests: Lister & Pick<ObjectRequests, 'head'>) {}

  /** `undefined` where there is no such object. */
  async head(key: string, signal: AbortSignal): Promise<ObjectHead | undefined> {
    try {
      const answer = await this.requests.head({ key }, signal);
      return await this.completed(key, answer, undefined, signal);
    } catch (error) {
      if (hasCode(error, 'object-missing')) return undefined;
      if (await this.isAbsent(key, error, signal)) return undefined;
      throw error;
    }
  }

  /**
   * Completes the head in an answer, by a listing of the key where necessary. `listedSize`: the size in an earlier
   * listing. Throws `changed-during-sync` where answer and listing are of two different objects.
   */
  async completed(
    key: string,
    answer: ObjectAnswer,
    listedSize: number | undefined,
    signal: AbortSignal,
  ): Promise<ObjectHead> {
    if (isWhole(answer)) return objectHeadOf(key, answer);
    const sized = { ...answer, size: answer.size ?? listedSize };
    if (isWhole(sized)) return objectHeadOf(key, sized);
    const listed = await this.listed(key, signal);
    const { etag = '' } = answer;
    if (etag !== '' && listed !== undefined && listed.etag !== '' && !isSameEtag(etag, listed.etag)) {
      throw changedInS3(key);
    }
    return objectHeadOf(key, sized, listed);
  }

  /**
   * Returns the rows of a page. Incomplete rows are completed by a HEAD each; objects that are gone by then are left
   * out.
   */
  async rowsOf(listed: readonly ListedObject[], signal: AbortSignal): Promise<readonly ObjectInfo[]> {
    if (listed.every(isWholeRow)) return listed;
    const rows: ObjectInfo[] = [];
    const looked = mapLimited(listed, LOOKS_AT_ONCE, (row) =>
      isWholeRow(row) ? Promise.resolve(row) : this.#rowByHead(row, signal),
    );
    for await (const row of looked) if (row !== undefined) rows.push(row);
    return rows;
  }

  /**
   * Whether a refusal means that there is no such object. Ceph before 20 answers 403 for a missing key where the
   * right to list is bound to a prefix, because its check of the key ignores the prefix; a listing of the key tells.
   */
  async isAbsent(key: string, refusal: unknown, signal: AbortSignal): Promise<boolean> {
    if (!hasCode(refusal, 'access-denied')) return false;
    try {
      return (await this.listed(key, signal)) === undefined;
    } catch (error) {
      if (hasCode(error, 'cancelled')) throw error;
      return false;
    }
  }

  async #rowByHead({ key, size, etag }: ListedObject, signal: AbortSignal): Promise<ObjectInfo | undefined> {
    try {
      const answer = await this.requests.head({ key }, signal);
      return objectHeadOf(key, answer, { ...(size !== undefined && { size }), etag });
    } catch (error) {
      if (hasCode(error, 'object-missing')) return undefined;
      throw error;
    }
  }

  /** The row of one key, in whatever order the server lists. */
  async listed(key: string, signal: AbortSignal): Promise<ListedObject | undefined> {
    for await (const { objects } of listPages(this.requests, { prefix: key }, signal)) {
      const row = objects.find((object) => object.key === key);
      if (row !== undefined) return row;
    }
    return undefined;
  }
}

const isWholeRow = (row: ListedObject): row is ObjectInfo => row.size !== undefined && row.etag !== '';
