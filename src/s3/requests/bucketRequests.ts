import type { NewObject } from '../../core/ports/objectStore.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';
import type { ObjectAnswer, ObjectBody } from './objectAnswer.js';

/** The condition of a write, as the headers of HTTP express it. Empty: none. */
export interface Condition {
  readonly ifNoneMatch?: '*';
  readonly ifMatch?: string;
}

/** Where a listing or one of its pages begins; empty: at the first key. */
export interface ListingStart {
  /** The token from the previous page. */
  readonly token?: string | undefined;
  /** Begins after this key, whether it exists or not. */
  readonly startAfter?: string | undefined;
}

export interface ListingRequest extends ListingStart {
  readonly prefix: string;
  readonly delimiter?: '/' | undefined;
}

export interface PutRequest extends NewObject {
  readonly condition: Condition;
}

/** The current object, or a former version of it. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId?: string | undefined;
}

export interface GetRequest extends ObjectVersion {
  /** The value of the header `range`. */
  readonly range?: string;
}

export interface CopyRequest {
  readonly from: ObjectVersion;
  readonly to: string;
  /** The ETag that the source must have; some servers ignore it. `undefined`: no condition. */
  readonly ifMatch: string | undefined;
}

export interface DeleteRequest {
  readonly key: string;
  readonly condition: Condition;
}

/** The requests that a sync makes by the thousand, or even when there is nothing to do. */
export interface ObjectRequests {
  /** Returns one page. */
  list(request: ListingRequest, signal: AbortSignal): Promise<ListingAnswer>;
  put(request: PutRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  get(request: GetRequest, signal: AbortSignal): Promise<ObjectBody>;
  head(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer>;
  /** Returns the ETag of the copy. */
  copy(request: CopyRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  delete(request: DeleteRequest, signal: AbortSignal): Promise<void>;
}

/** The attributes of an object besides its bytes. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A multipart upload that has begun. */
export interface MultipartUpload {
  readonly key: string;
  readonly id: string;
}

/** A part on the server, as the request that completes the upload names it. */
export interface StoredPart {
  /** From 1. */
  readonly number: number;
  readonly etag: string;
  /** Set where the server returned a checksum: it then expects it back. */
  readonly crc32?: string | undefined;
}

export interface PutPartRequest {
  readonly upload: MultipartUpload;
  readonly number: number;
  readonly content: Uint8Array;
  /** Lower-case hex. */
  readonly md5: string;
}

export interface CopyPartRequest {
  readonly upload: MultipartUpload;
  readonly number: number;
  readonly from: ObjectVersion;
  /** First and last byte. */
  readonly range: readonly [number, number];
  /** As in `CopyRequest`. */
  readonly ifMatch: string | undefined;
}

export interface CompleteRequest {
  readonly upload: MultipartUpload;
  /** Sorted by number. */
  readonly parts: readonly StoredPart[];
  readonly condition: Condition;
}

/** The requests of multipart uploads: rare, and for large objects. */
export interface MultipartRequests {
  attributes(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer & ObjectAttributes>;
  /** Returns the id of the upload; `undefined`: the server gave none. */
  createUpload(
    request: { readonly key: string; readonly attributes: ObjectAttributes },
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** Throws `wrong-bytes` where the server stored other bytes. The `etag` is empty where the answer has none. */
  putPart(request: PutPartRequest, signal: AbortSignal): Promise<StoredPart>;
  copyPart(request: CopyPartRequest, signal: AbortSignal): Promise<StoredPart>;
  /** `number`: lists this part only. */
  listParts(
    request: { readonly upload: MultipartUpload; readonly number?: number },
    signal: AbortSignal,
  ): Promise<readonly StoredPart[]>;
  /** Returns the ETag of the object. */
  completeUpload(request: CompleteRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  abortUpload(request: { readonly upload: MultipartUpload }, signal: AbortSignal): Promise<void>;
}

/**
 * The requests for one bucket and its objects. `LeanRequests` and `SdkRequests` send each request once and throw what
 * `failureOf` reads; `RetriedRequests` sends it until it succeeds and throws `SyncError` only.
 */
export interface BucketRequests extends ObjectRequests, MultipartRequests {}

/** The requests with the connections, the keys and the clock of one region. */
export interface RegionRequests extends BucketRequests {
  /** Returns the region of the bucket, where the server names it. */
  headBucket(signal: AbortSignal): Promise<string | undefined>;
}
