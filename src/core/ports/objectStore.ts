/** What the core needs from S3. Adapter: `s3/`. */

/** One object of a listing. */
export interface ObjectInfo {
  /** The whole key, decoded. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As the server spells it: an opaque token that changes with the object, compared by `isSameEtag`. */
  readonly etag: string;
}

/** What a HEAD, or the head of a GET, says of an object. */
export interface ObjectHead extends ObjectInfo {
  /** `x-amz-meta-sha256`, which our uploads send: lower-case hex. */
  readonly sha256: string | undefined;
  /** Whether the ETag may be the MD5 of the bytes: 32 hex digits and no SSE-KMS or SSE-C. */
  readonly etagMayBeMd5: boolean;
  /** `x-amz-version-id`: present in a bucket that is or was versioned (in the latter it may be the text `null`). */
  readonly versionId: string | undefined;
}

/** What must stand under a key for a write to be carried out. */
export type Expected = 'absent' | { readonly etag: string };

/**
 * How a write avoids overwriting or deleting a recent change: the server carries it out only where its condition holds,
 * or we look just before the act, which leaves a window of one request.
 */
export type Check = 'server' | 're-check' | 'unknown';

/**
 * How an endpoint handles conditional writes, as far as it is known: learned from the first real writes, then
 * remembered.
 */
export interface Protection {
  /** New objects: `If-None-Match: *`. */
  readonly create: Check;
  /** Overwriting: `If-Match` of a PUT. */
  readonly replace: Check;
  /** Deleting: `If-Match` of a DELETE. */
  readonly delete: Check;
  /** Whether an `If-Match` sends the ETag in quotes, as it was given, or without them (Ceph 16 needs that). */
  readonly etagQuotes: 'with' | 'without';
}

/**
 * A download in progress. The caller reads the body to its end or calls `discard`. A chunk is valid until the next one
 * is requested: its buffer is used again.
 */
export interface ObjectDownload {
  readonly head: ObjectHead;
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

/** What every upload sends beside its bytes. */
export interface UploadInfo {
  readonly contentType: string;
  /** Lower-case hex of the whole content; stored as `x-amz-meta-sha256`. */
  readonly sha256: string;
  /** Lower-case hex; sent as Content-MD5 so that the server refuses damaged bytes. */
  readonly md5: string;
  /** Bytes of the whole content. */
  readonly size: number;
}

/** An object to be stored, its content in memory. */
export interface NewObject {
  readonly key: string;
  readonly content: Uint8Array;
  readonly info: UploadInfo;
}

/** An object to be stored whose content is too large for memory. */
export interface NewLargeObject {
  readonly key: string;
  /** Of equal size except for the last. */
  readonly parts: AsyncIterable<Uint8Array>;
  readonly info: UploadInfo;
}

/** Learns of a multipart upload, so that its parts can be removed after the process was killed. */
export interface PartsWatch {
  /** Called before the first part is sent; where it throws, none is sent. */
  readonly begun: (uploadId: string) => Promise<void>;
  /** The upload was aborted, and the server is known to hold none of its parts. */
  readonly gone: () => void;
}

/**
 * A place in S3, in terms of the domain. Every method throws `SyncError` only, after transient faults were retried. The
 * signal cancels every method.
 */
export interface ObjectStore {
  /**
   * Everything under a prefix, page by page, in the server's order. `known`: whole keys that probably exist, in any
   * order; they speed up the listing and do not change its result. Throws `incomplete-listing` where a page is cut
   * short, contradicts itself or lacks its token.
   */
  list(prefix: string, signal: AbortSignal, known?: Iterable<string>): AsyncIterable<readonly ObjectInfo[]>;
  /**
   * `undefined` where there is no such object. `listed`: what the listing said. Where an object has one ETag in
   * listings and another elsewhere, the listed one is returned.
   */
  head(
    key: string,
    signal: AbortSignal,
    listed?: Pick<ObjectInfo, 'size' | 'etag'>,
  ): Promise<ObjectHead | undefined>;
  /**
   * Whether the bucket exists and has no such object: in a missing bucket, a HEAD answers as for a missing object, but
   * a listing does not. Throws `missing-bucket`.
   */
  isAbsent(key: string, signal: AbortSignal): Promise<boolean>;
  /**
   * As `head`, for a former version; `undefined` where the bucket does not have it. Needs the additional right
   * `s3:GetObjectVersion`.
   */
  headVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectHead | undefined>;
  /**
   * `listed`: as for `head`, and for servers that do not repeat the size. Throws `object-missing` where there is no
   * such object.
   */
  get(key: string, signal: AbortSignal, listed?: Pick<ObjectInfo, 'size' | 'etag'>): Promise<ObjectDownload>;
  /** As `get`, for a former version. Needs the same right as `headVersion`. */
  getVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectDownload>;
  /**
   * Sends the whole content in one body. Throws `changed-during-sync` (with the key as `file`) where the object is not
   * as expected: the server checks it where it honours conditions, otherwise a look just before the act does.
   */
  put(object: NewObject, expected: Expected, signal: AbortSignal): Promise<{ etag: string }>;
  /**
   * Sends content that is too large for memory as a multipart upload: parts of equal size except for the last. When
   * `parts` throws, a part fails or the signal aborts, no part is left on a server that can be reached. Throws
   * `changed-during-sync` as `put` does; the object is looked at before the first part and before the last step.
   */
  putParts(
    object: NewLargeObject,
    expected: Expected,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }>;
  /** Removes the parts of an upload whose process is gone. Succeeds where the upload no longer exists. */
  abandonParts(key: string, uploadId: string, signal: AbortSignal): Promise<void>;
  /** Succeeds where the object is already gone. Throws `changed-during-sync` as `put` does. */
  delete(key: string, expected: { readonly etag: string }, signal: AbortSignal): Promise<void>;
  /**
   * Copies within the bucket, on the server, with content type and metadata; overwrites `to`. Throws `object-missing`
   * where the source is gone, and `changed-during-sync` where it is not as expected (then `to` may hold a copy of
   * something else, which is not deleted here). `size`: bytes; more than 5 GiB are copied in parts, as `putParts` sends
   * them.
   */
  copy(
    from: {
      readonly key: string;
      readonly versionId?: string;
      readonly etag: string;
      readonly size?: number;
    },
    to: string,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }>;
  /**
   * Whether the bucket keeps former versions of its objects, as far as its answers tell; it may be switched at any
   * time. `undefined`: not known yet.
   */
  readonly keepsVersions: boolean | undefined;
  /** What is known so far; each write may add to it. */
  readonly protection: Protection;
  /** The server's clock in its last answer: milliseconds since the epoch. `undefined`: not known. */
  readonly serverTimeMs: number | undefined;
  /** Sends fewer requests at once from now on, and closes idle connections. */
  useFewerConnections(): void;
  /** Ends open connections. */
  close(): void;
}
