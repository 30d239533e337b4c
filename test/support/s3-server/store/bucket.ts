import { createHash, randomBytes } from 'node:crypto';
import type { BucketStorage, Content } from './bucketStorage.js';
import { SortedKeys } from './keyOrder.js';
import { S3Error } from '../http/s3Error.js';

export type Versioning = 'Off' | 'Enabled' | 'Suspended';

/** One version of an object, or a delete marker. */
export interface StoredVersion {
  readonly key: string;
  /** The string `null` for versions that were written while versioning was off. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  /** Bytes. */
  readonly size: number;
  /** With quotes. */
  readonly etag: string;
  /** The ETag in listings, if it differs. */
  readonly listedEtag?: string;
  readonly modifiedMs: number;
  /** The headers that are returned with the object: content-type, x-amz-meta-…, x-amz-checksum-…. */
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Content;
}

const NO_CONTENT: Content = { read: () => Buffer.alloc(0) };

export const md5Etag = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/**
 * The objects of one bucket. All methods are synchronous, so a checked condition still holds when the bytes are stored.
 */
export class Bucket {
  /** The keys in listings. */
  readonly keys = new SortedKeys();
  /** All keys with versions, including those with only former versions or a delete marker. */
  readonly keysOfVersions = new SortedKeys();
  /** Newest first. */
  readonly #versions = new Map<string, StoredVersion[]>();
  #versioning: Versioning;

  constructor(
    readonly name: string,
    private readonly storage: BucketStorage,
  ) {
    const { versioning, versions } = storage.load();
    this.#versioning = versioning;
    for (const version of versions) this.#insert(version);
  }

  get versioning(): Versioning {
    return this.#versioning;
  }

  set versioning(versioning: Versioning) {
    this.#versioning = versioning;
    this.storage.recordVersioning(versioning);
  }

  /** Newest first; empty if the key was never used. */
  versionsOf(key: string): readonly StoredVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** The newest version, which may be a delete marker. */
  newest(key: string): StoredVersion | undefined {
    return this.#versions.get(key)?.[0];
  }

  /** The version that a GET without a version id returns. */
  current(key: string): StoredVersion | undefined {
    const newest = this.newest(key);
    return newest?.isDeleteMarker === false ? newest : undefined;
  }

  put(
    key: string,
    bytes: Buffer,
    headers: Readonly<Record<string, string>>,
    etag: string,
    listedEtag = etag,
  ): StoredVersion {
    const versionId = this.#makeRoom(key);
    const version: StoredVersion = {
      key,
      versionId,
      isDeleteMarker: false,
      size: bytes.length,
      etag,
      listedEtag,
      modifiedMs: Date.now(),
      headers,
      content: this.storage.write(key, versionId, bytes),
    };
    this.#insert(version);
    this.storage.recordVersion(version);
    return version;
  }

  /** Deletes permanently, or adds and returns a delete marker if the bucket keeps versions. */
  delete(key: string): StoredVersion | undefined {
    if (this.#versioning === 'Off') {
      for (const version of this.versionsOf(key)) this.#remove(version);
      return undefined;
    }
    const marker: StoredVersion = {
      key,
      versionId: this.#makeRoom(key),
      isDeleteMarker: true,
      size: 0,
      etag: '',
      modifiedMs: Date.now(),
      headers: {},
      content: NO_CONTENT,
    };
    this.#insert(marker);
    this.storage.recordVersion(marker);
    return marker;
  }

  /** Removes all versions except the newest. */
  forgetFormerVersions(key: string): void {
    for (const version of this.versionsOf(key).slice(1)) this.#remove(version);
  }

  /** Removes and returns the version, if it exists. */
  deleteVersion(key: string, versionId: string): StoredVersion | undefined {
    const version = this.versionsOf(key).find((other) => other.versionId === versionId);
    if (version !== undefined) this.#remove(version);
    return version;
  }

  /** Removes the bucket. Throws BucketNotEmpty. */
  destroy(): void {
    if (this.keysOfVersions.size > 0) {
      throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
    }
    this.storage.destroy();
  }

  /** Retires or removes the current version of the key; returns the id of the next version. */
  #makeRoom(key: string): string {
    const isKept = this.#versioning === 'Enabled';
    const versionId = isKept ? randomBytes(16).toString('hex') : 'null';
    const former = this.versionsOf(key).find((version) => version.versionId === versionId);
    if (former !== undefined) this.#remove(former);
    const newest = this.newest(key);
    if (newest !== undefined && !newest.isDeleteMarker) {
      const retired = { ...newest, content: this.storage.retire(newest) };
      this.#versions.get(key)?.splice(0, 1, retired);
      this.storage.recordVersion(retired);
    }
    return versionId;
  }

  #insert(version: StoredVersion): void {
    const versions = this.#versions.get(version.key);
    if (versions === undefined) this.#versions.set(version.key, [version]);
    else versions.unshift(version);
    this.#index(version.key);
  }

  #remove(version: StoredVersion): void {
    const left = this.versionsOf(version.key).filter((other) => other !== version);
    if (left.length === 0) this.#versions.delete(version.key);
    else this.#versions.set(version.key, left);
    this.storage.remove(version);
    this.#index(version.key);
  }

  #index(key: string): void {
    if (this.#versions.has(key)) this.keysOfVersions.add(key);
    else this.keysOfVersions.delete(key);
    if (this.current(key) !== undefined) this.keys.add(key);
    else this.keys.delete(key);
  }
}
