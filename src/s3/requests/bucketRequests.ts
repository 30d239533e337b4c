import type { NewObject } from '../../core/ports/objectStore.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';
import type { ObjectAnswer, ObjectBody } from './objectAnswer.js';

/** What a write demands of the object under its key, as the headers of HTTP say it. Empty: nothing. */
export interface Condition {
  readonly ifNoneMatch?: '*';
  readonly ifMatch?: string;
}

/** Where a listing begins, or a page of it; without both: at the first key. */
export interface ListingStart {
  /** The token of the page before. */
  readonly token?: string | undefined;
  /** The listing begins at the key that follows this one, whether this one exists or not. */
  readonly startAfter?: string | undefined;
}

export interface ListingRequest extends ListingStart {
  readonly prefix: string;
  readonly delimiter?: '/' | undefined;
}

export interface PutRequest extends NewObject {
  readonly condition: Condition;
}

/** An object as it is now, or a former version of it. */
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
  /** What the source must have; not every server looks. `undefined`: nothing is demanded. */
  readonly ifMatch: string | undefined;
}

export interface DeleteRequest {
  readonly key: string;
  readonly condition: Condition;
}

/** The requests that a sync makes by the thousand, or even when it has nothing to do. */
export interface ObjectRequests {
  /** One page. */
  list(request: ListingRequest, signal: AbortSignal): Promise<ListingAnswer>;
  put(request: PutRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  get(request: GetRequest, signal: AbortSignal): Promise<ObjectBody>;
  head(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer>;
  /** Answers with the ETag of the copy. */
  copy(request: CopyRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  delete(request: DeleteRequest, signal: AbortSignal): Promise<void>;
}

/** What an object has beside its bytes. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** An upload in parts that has begun. */
export interface MultipartUpload {
  readonly key: string;
  readonly id: string;
}

/** A part that the server has, as the last request of its upload names it. */
export interface StoredPart {
  /** From 1. */
  readonly number: number;
  readonly etag: string;
  /** Where the server tells one: it then expects it back. */
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
  /** As of `CopyRequest`. */
  readonly ifMatch: string | undefined;
}

export interface CompleteRequest {
  readonly upload: MultipartUpload;
  /** In the order of their numbers. */
  readonly parts: readonly StoredPart[];
  readonly condition: Condition;
}

/** The requests of uploads in parts: rare, and of large objects. */
export interface MultipartRequests {
  attributes(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer & ObjectAttributes>;
  /** Answers with the id of the upload; `undefined`: the server gave none. */
  createUpload(
    request: { readonly key: string; readonly attributes: ObjectAttributes },
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** Throws `wrong-bytes` where the server has stored other bytes. `etag` of the answer is empty where it has none. */
  putPart(request: PutPartRequest, signal: AbortSignal): Promise<StoredPart>;
  copyPart(request: CopyPartRequest, signal: AbortSignal): Promise<StoredPart>;
  /** `number`: of this part alone. */
  listParts(
    request: { readonly upload: MultipartUpload; readonly number?: number },
    signal: AbortSignal,
  ): Promise<readonly StoredPart[]>;
  /** Answers with the ETag of the object. */
  completeUpload(request: CompleteRequest, signal: AbortSignal): Promise<ObjectAnswer>;
  abortUpload(request: { readonly upload: MultipartUpload }, signal: AbortSignal): Promise<void>;
}

/**
 * The requests about one bucket and its objects. Of those over HTTP (`LeanRequests`, `SdkRequests`), each method makes one
 * request and throws what `failureOf` reads; those of `RetriedRequests` throw `SyncError` only.
 */
export interface BucketRequests extends ObjectRequests, MultipartRequests {}

/** The same with the connections, the keys and the clock of one region. */
export interface RegionRequests extends BucketRequests {
  /** Answers with the region of the bucket, where the server tells it. */
  headBucket(signal: AbortSignal): Promise<string | undefined>;
}
