import { md5OfEtag } from '../../core/content/sameContent.js';
import { hasCode } from '../../core/errors.js';
import { isOfParts, isSameEtag } from '../../core/content/etag.js';
import type { ObjectHead, ObjectInfo } from '../../core/ports/objectStore.js';
import type { ObjectLookup } from './objectLookup.js';

/** What a listing says of an object. */
export type Listed = Pick<ObjectInfo, 'etag'> & Partial<Pick<ObjectInfo, 'size'>>;

/**
 * Objects with two ETags: OpenStack Swift lists a copy of a multipart object by the MD5 of the whole, and by the ETag
 * of its parts everywhere else. The caller knows such an object by its listed ETag, the server by its own. Where the
 * two agree, this costs no request.
 */
export class ListedEtags {
  readonly #pairs = new Map<string, { readonly listed: string; readonly own: string }>();

  constructor(private readonly lookup: ObjectLookup) {}

  /**
   * Returns the head with the listed ETag where the object has both; returns it unchanged where the object has
   * changed.
   */
  async asListed(head: ObjectHead, listed: Listed | undefined, signal: AbortSignal): Promise<ObjectHead> {
    if (listed === undefined || isSameEtag(head.etag, listed.etag)) return head;
    const isOne = isSameEtag(this.#knownOwn(head.key, listed.etag), head.etag);
    return isOne || (await this.#areOne(head, listed, signal)) ? { ...head, etag: listed.etag } : head;
  }

  /** The ETag by which the server knows the object, as far as it is known; otherwise the listed one. */
  ownOf(key: string, listed: string): string {
    return this.#knownOwn(key, listed) ?? listed;
  }

  /**
   * Call after an act on the object with the ETag `tried` has failed with `error`. Returns the ETag for another try.
   * Throws `error` where it does not mean a change, or the object has no other ETag than `tried`.
   */
  async otherThan(
    tried: string,
    { key, ...listed }: Listed & { readonly key: string },
    error: unknown,
    signal: AbortSignal,
  ): Promise<string> {
    const isChanged = hasCode(error, 'changed-during-sync');
    if (!isChanged || tried !== listed.etag || md5OfEtag(tried) === undefined) throw error;
    const head = await this.lookup.head(key, signal);
    if (head === undefined || !(await this.#areOne(head, listed, signal))) throw error;
    return head.etag;
  }

  #knownOwn(key: string, etag: string): string | undefined {
    const pair = this.#pairs.get(key);
    return isSameEtag(pair?.listed, etag) ? pair?.own : undefined;
  }

  /**
   * Lists the object between two HEADs: an object that has changed since the first listing is listed differently now.
   */
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
