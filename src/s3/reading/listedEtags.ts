import { md5OfEtag } from '../../core/content/sameContent.js';
import { SyncError } from '../../core/errors.js';
import { isOfParts, isSameEtag } from '../../core/content/etag.js';
import type { ObjectHead, ObjectInfo } from '../../core/ports/objectStore.js';
import type { ObjectLookup } from './objectLookup.js';

/** What a listing has said of an object. */
export type Listed = Pick<ObjectInfo, 'etag'> & Partial<Pick<ObjectInfo, 'size'>>;

/**
 * Objects that have two ETags: OpenStack Swift lists a copy of what came in parts by the MD5 of the whole, and tells that
 * of its parts everywhere else. Such an object is known outside by the ETag that is listed, and to the server by its own.
 * Where the two agree, that costs no request.
 */
export class ListedEtags {
  readonly #pairs = new Map<string, { readonly listed: string; readonly own: string }>();

  constructor(private readonly lookup: ObjectLookup) {}

  /** The head of an object under the ETag that was listed, where it has both; as it is where it is another by now. */
  async asListed(head: ObjectHead, listed: Listed | undefined, signal: AbortSignal): Promise<ObjectHead> {
    if (listed === undefined || isSameEtag(head.etag, listed.etag)) return head;
    const isOne = isSameEtag(this.#knownOwn(head.key, listed.etag), head.etag);
    return isOne || (await this.#areOne(head, listed, signal)) ? { ...head, etag: listed.etag } : head;
  }

  /** The ETag by which the server knows an object that is known outside by the listed one, as far as it is known. */
  ownOf(key: string, listed: string): string {
    return this.#knownOwn(key, listed) ?? listed;
  }

  /**
   * After `error`, with which an act on the object as `tried` has failed: the ETag to try once more with. Throws `error`
   * where it does not say that the object has changed, or the object has no other ETag than `tried`.
   */
  async otherThan(
    tried: string,
    { key, ...listed }: Listed & { readonly key: string },
    error: unknown,
    signal: AbortSignal,
  ): Promise<string> {
    const isChanged = error instanceof SyncError && error.code === 'changed-during-sync';
    if (!isChanged || tried !== listed.etag || md5OfEtag(tried) === undefined) throw error;
    const head = await this.lookup.head(key, signal);
    if (head === undefined || !(await this.#areOne(head, listed, signal))) throw error;
    return head.etag;
  }

  #knownOwn(key: string, etag: string): string | undefined {
    const pair = this.#pairs.get(key);
    return isSameEtag(pair?.listed, etag) ? pair?.own : undefined;
  }

  /** The listing is asked between two looks at the object: what has changed since the first listing is listed otherwise now. */
  async #areOne(head: ObjectHead, { etag, size }: Listed, signal: AbortSignal): Promise<boolean> {
    const { key } = head;
    if (!isOfParts(head.etag) || md5OfEtag(etag) === undefined) return false;
    if (size !== undefined && size !== head.size) return false;
    const row = await this.lookup.listed(key, signal);
    if (row?.size !== head.size || !isSameEtag(row.etag, etag)) return false;
    const again = await this.lookup.head(key, signal);
    if (again?.size !== head.size || !isSameEtag(again.etag, head.etag)) return false;
    this.#pairs.set(key, { listed: etag, own: head.etag });
    return true;
  }
}
