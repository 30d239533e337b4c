import type { RelativePath } from '../../dataset/trainingImage.js';
import type { ErrorCode } from '../errors.js';
import type { Manifest } from './manifest.js';

/** What the core needs of the two sides. Adapters: `s3/` (ObjectStore), `local/` (the rest). */

/** One object of a listing. */
export interface ObjectInfo {
  /** The whole key, decoded. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As the server spells it: an opaque change token, compared by `isSameEtag`. */
  readonly etag: string;
}

/** What a HEAD (or the head of a GET) says of an object. */
export interface ObjectHead extends ObjectInfo {
  /** `x-amz-meta-sha256`, which our uploads carry: lower-case hex. */
  readonly sha256: string | undefined;
  /** Whether the ETag may be the MD5 of the bytes: 32 hex digits and no SSE-KMS or SSE-C. */
  readonly etagMayBeMd5: boolean;
  /** `x-amz-version-id`: there in a bucket that keeps versions, or once kept them (then it may be `null` as text). */
  readonly versionId: string | undefined;
}

/** What must stand under a key for a write to go ahead. */
export type Expected = 'absent' | { readonly etag: string };

/**
 * Who makes sure that nothing is overwritten or deleted that changed a moment ago: the server, which takes the write
 * only where its condition holds; or a look just before the act, which leaves a window of one request.
 */
export type Check = 'server' | 're-check' | 'unknown';

/** What is known of how an endpoint checks conditions: found out by its first real writes, remembered. */
export interface Protection {
  /** Of new objects: `If-None-Match: *`. */
  readonly create: Check;
  /** Of overwriting: `If-Match` of a PUT. */
  readonly replace: Check;
  /** Of deleting: `If-Match` of a DELETE. */
  readonly delete: Check;
  /** Whether the ETag of an `If-Match` is sent as it was given, in quotes, or without them (Ceph 16 wants that). */
  readonly etagQuotes: 'with' | 'without';
}

/**
 * A download under way. The body must be read to its end or `discard`ed. Each of its parts is the reader's until it asks
 * for the next: its memory is used again.
 */
export interface ObjectDownload {
  readonly head: ObjectHead;
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

/** What every upload carries beside its bytes. */
export interface UploadInfo {
  readonly contentType: string;
  /** Lower-case hex of the whole content; stored as `x-amz-meta-sha256`. */
  readonly sha256: string;
  /** Lower-case hex; sent as Content-MD5 so that the server refuses damaged bytes. */
  readonly md5: string;
  /** Bytes of the whole content. */
  readonly size: number;
}

/** Is told of a multipart upload, so that its parts can be cleared after a process that was killed. */
export interface PartsWatch {
  /** Called before the first part is sent; where it throws, none is. */
  readonly begun: (uploadId: string) => Promise<void>;
  /** The upload was broken off, and the server is known to hold no part of it. */
  readonly gone: () => void;
}

/**
 * A place in S3, in the words of the domain. Every method throws `SyncError` only; transient faults
 * have been retried before it throws. All are cancelled by their signal.
 */
export interface ObjectStore {
  /**
   * Everything under a prefix, page by page, in the server's order. `known`: whole keys that are likely there, in any
   * order; they make it quicker and change nothing of what it holds.
   * Throws `incomplete-listing` where a page is cut short, contradicts itself or lacks its token.
   */
  list(prefix: string, signal: AbortSignal, known?: Iterable<string>): AsyncIterable<readonly ObjectInfo[]>;
  /**
   * `undefined` where there is no such object. `listed`: what the listing said; the ETag of an object that has two, one in
   * listings and one elsewhere, is then the one that was listed.
   */
  head(
    key: string,
    signal: AbortSignal,
    listed?: Pick<ObjectInfo, 'size' | 'etag'>,
  ): Promise<ObjectHead | undefined>;
  /**
   * Whether there is no such object in a bucket that is there: of a bucket that is gone a HEAD says the same as of a
   * missing object, and a listing does not. Throws `missing-bucket`.
   */
  isAbsent(key: string, signal: AbortSignal): Promise<boolean>;
  /** The same as `head` of a former version; `undefined` where it is not kept. Needs a right of its own: `s3:GetObjectVersion`. */
  headVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectHead | undefined>;
  /**
   * `listed`: as of `head`, and for servers that do not say the size again. Throws `object-missing` where there is no
   * such object.
   */
  get(key: string, signal: AbortSignal, listed?: Pick<ObjectInfo, 'size' | 'etag'>): Promise<ObjectDownload>;
  /** The same of a former version. Needs the right of `headVersion`. */
  getVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectDownload>;
  /**
   * The whole content in one body. Throws `changed-during-sync` (with the key as `file`) where what stands under the
   * key is not as expected: checked by the server where it honours conditions, else by a look just before the act.
   */
  put(
    key: string,
    content: Uint8Array,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
  ): Promise<{ etag: string }>;
  /**
   * Multipart, for content larger than memory should hold: parts of equal size but for the last.
   * When `parts` throws, or a part fails, or the signal aborts, no part is left on the server that can be reached.
   * Throws `changed-during-sync` as `put` does, looked at before the first part and before the last step.
   */
  putParts(
    key: string,
    parts: AsyncIterable<Uint8Array>,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }>;
  /** Clears the parts of an upload whose process is gone. Succeeds where there is no such upload any more. */
  abandonParts(key: string, uploadId: string, signal: AbortSignal): Promise<void>;
  /** Succeeds where the object is already gone. Throws `changed-during-sync` as `put` does. */
  delete(key: string, expected: { readonly etag: string }, signal: AbortSignal): Promise<void>;
  /**
   * Copies within the bucket, on the server, with content type and metadata; what stands under `to` is overwritten.
   * Throws `object-missing` where the source is gone and `changed-during-sync` where it is no longer what is expected
   * (the copy of something else may then stand under `to`: nothing is deleted here). `size`: bytes; of more than 5 GiB
   * the copy is made in parts, as `putParts` sends them.
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
   * Whether the bucket keeps former versions of its objects, as far as its answers have told; it may be switched at any
   * time. `undefined`: not known yet.
   */
  readonly keepsVersions: boolean | undefined;
  /** What is known so far; it may grow with each write. */
  readonly protection: Protection;
  /** What the clock of the server said in its last answer: milliseconds since the epoch. `undefined`: not known. */
  readonly serverTimeMs: number | undefined;
  /** Begins fewer requests at once from now on, and ends connections that nobody uses. */
  useFewerConnections(): void;
  /** Ends open connections. */
  close(): void;
}

/** What identifies the state of a local file without reading it. */
export interface LocalFile {
  readonly path: RelativePath;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, with the fraction the file system gives. */
  readonly mtimeMs: number;
  readonly ino: number;
}

/** A file or folder that is there and cannot be read: not the same as absent. */
export interface Unreadable {
  readonly path: RelativePath;
  readonly isFolder: boolean;
  readonly code: ErrorCode;
  readonly cause: string;
}

export interface LocalListing {
  readonly files: readonly LocalFile[];
  readonly unreadable: readonly Unreadable[];
}

export interface ContentHashes {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly md5: string;
}

/** A file's content and the state it was read in. */
export interface LocalBytes extends ContentHashes {
  readonly file: LocalFile;
  readonly bytes: Uint8Array;
}

export interface LocalHashes extends ContentHashes {
  readonly file: LocalFile;
}

/** What has been written, before it takes its name. */
export interface WrittenBytes {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A file as it was written. */
export interface WrittenFile {
  readonly file: LocalFile;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The folder of one style. Every method throws `SyncError` only. */
export interface FileStore {
  /** Absolute path, symbolic links of the style's folder itself resolved. */
  readonly root: string;
  /**
   * The path that was asked for, where a link that may have come with a repository leads from it to another place;
   * `undefined`: none does.
   */
  readonly linkedFrom: string | undefined;
  /** Tells the folder from another one that stands under the same path: another disk, mounted in its place. */
  readonly identity: string;
  /** Whether names that differ only by case are one file here. */
  foldsCase(): Promise<boolean>;
  /**
   * All regular files below the folder that `wanted` accepts (asked with the relative path), folders whose
   * name begins with a dot left out. A folder or file that cannot be read is listed as unreadable.
   * Throws `missing-folder`, `cancelled`, or `incomplete-listing` (an I/O error: nothing may be concluded).
   */
  scan(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<LocalListing>;
  /** The file's present state, `undefined` where there is none. */
  stat(path: RelativePath): Promise<LocalFile | undefined>;
  /**
   * Whether anything has that name: a link to nowhere and a folder as well. Throws `missing-folder` where nothing can be
   * concluded, because the folder is gone; `unreadable-file`, `unsafe-name`.
   */
  has(path: RelativePath): Promise<boolean>;
  /** Throws `unreadable-file`, `missing-file`, or `changed-during-sync` where it does not hold still. */
  hash(path: RelativePath, signal: AbortSignal): Promise<LocalHashes>;
  /** The whole file in memory, hashed from that memory. */
  read(path: RelativePath, signal: AbortSignal): Promise<LocalBytes>;
  /** The file in parts of `partSize` bytes; throws `changed-during-sync` when the bytes read are not `expected`. */
  readParts(
    path: RelativePath,
    expected: LocalHashes,
    partSize: number,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  /**
   * Writes to a temporary name in the same folder, lets `verify` judge the hash and the length (it throws to
   * refuse; what the write takes away can be kept by it), flushes, checks that the target is still `before` (state for state; `undefined`: absent), renames.
   * Makes missing sub-folders. On any failure the old file is whole and no temporary file is left. A part of `body` is
   * done with before the next is asked for.
   * Throws `changed-during-sync`, `unsafe-name` (a symlinked parent or target), `disk-full`, `unwritable-file`.
   */
  write(
    path: RelativePath,
    body: AsyncIterable<Uint8Array>,
    before: LocalFile | undefined,
    verify: (written: WrittenBytes) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<WrittenFile>;
  /** Deletes a file that is still `expected` (state and content). Throws `changed-during-sync`, `unwritable-file`. */
  delete(path: RelativePath, expected: LocalHashes, signal: AbortSignal): Promise<void>;
  /** Removes the temporary files that a crashed run left: those that the last scan met, or else looks for them. */
  clearTemporaryFiles(): Promise<void>;
  /** Removes the folder again where it was made when this store was opened and nothing has come into it. */
  removeIfUnused(): Promise<void>;
}

/** What was found out about servers, for longer than a process lives: one JSON value. */
export interface ServerFacts {
  /** What was saved last; `undefined` where there is nothing. */
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** Where a style's manifest is kept: beside the style, never in it. */
export interface ManifestStore {
  /** `undefined` where there is none for this folder and location. Throws `manifest-unreadable`. */
  load(): Promise<{ manifest: Manifest; writtenAtMs: number } | undefined>;
  /** Atomic: a reader sees the old one or the new one, whole. */
  save(manifest: Manifest): Promise<void>;
}

/** The lock of a style: one sync at a time, across windows and the command line. */
export interface LockStore {
  /** Throws `locked` with the holder's name. A dead process's lock is taken over. */
  acquire(holder: string): Promise<{ release(): Promise<void> }>;
}
