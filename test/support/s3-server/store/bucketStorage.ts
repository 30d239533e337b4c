import type { StoredVersion, Versioning } from './bucket.js';

/** The bytes of one version. */
export interface Content {
  read(): Buffer;
}

/** The storage of a bucket's bytes and, if they outlive the process, of its index. */
export interface BucketStorage {
  /** Loads the versions of a former process, oldest first. */
  load(): { readonly versioning: Versioning; readonly versions: readonly StoredVersion[] };
  write(key: string, versionId: string, bytes: Buffer): Content;
  /** Moves the bytes of a version away from the plain name, because a newer version takes the key. */
  retire(version: StoredVersion): Content;
  remove(version: StoredVersion): void;
  recordVersion(version: StoredVersion): void;
  recordVersioning(versioning: Versioning): void;
  destroy(): void;
}

/** A storage whose bytes end with the process. */
export function memoryStorage(): BucketStorage {
  return {
    load: () => ({ versioning: 'Off', versions: [] }),
    write: (_key, _versionId, bytes) => {
      // A copy: a small body is a slice of a pooled buffer, so keeping it would keep the whole pool in memory.
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
