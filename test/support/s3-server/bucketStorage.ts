import type { StoredVersion, Versioning } from './bucket.js';

/** The bytes of one version. */
export interface Content {
  read(): Buffer;
}

/** Where a bucket keeps its bytes and, where they outlive the process, what it knows of them. */
export interface BucketStorage {
  /** What a former process left, oldest first. */
  load(): { readonly versioning: Versioning; readonly versions: readonly StoredVersion[] };
  write(key: string, versionId: string, bytes: Buffer): Content;
  /** A newer version takes the key: the bytes stay, but no longer under the plain name. */
  retire(version: StoredVersion): Content;
  remove(version: StoredVersion): void;
  recordVersion(version: StoredVersion): void;
  recordVersioning(versioning: Versioning): void;
  destroy(): void;
}

/** Bytes that end with the process. */
export function memoryStorage(): BucketStorage {
  return {
    load: () => ({ versioning: 'Off', versions: [] }),
    write: (_key, _versionId, bytes) => {
      // A copy: a small body is a slice of a pooled buffer, and keeping it would keep the whole pool.
      const own = Buffer.from(bytes);
      return { read: () => own };
    },
    retire: (version) => version.content,
    remove: () => undefined,
    recordVersion: () => undefined,
    recordVersioning: () => undefined,
    destroy: () => undefined,
  };
}
