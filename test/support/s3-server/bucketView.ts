import { md5Etag, type Bucket, type StoredVersion, type Versioning } from './store/bucket.js';
import type { Uploads } from './store/uploads.js';

/** An object for the assertions of a test. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly contentType: string | undefined;
  /** Without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Direct access to a bucket without requests: to change it like another client, and to see what is really stored. */
export class BucketView {
  constructor(
    private readonly bucket: Bucket,
    private readonly uploads: Uploads,
  ) {}

  /** All current objects by key, in the order of a listing. */
  get objects(): ReadonlyMap<string, StoredObject> {
    const objects = new Map<string, StoredObject>();
    for (const key of this.bucket.keys) {
      const object = this.get(key);
      if (object !== undefined) objects.set(key, object);
    }
    return objects;
  }

  get keys(): string[] {
    return [...this.bucket.keys];
  }

  get versioning(): Versioning {
    return this.bucket.versioning;
  }

  set versioning(versioning: Versioning) {
    this.bucket.versioning = versioning;
  }

  /** Keys of the multipart uploads that were neither completed nor aborted. */
  get unfinishedUploads(): string[] {
    return this.uploads.of(this.bucket.name).map(({ key }) => key);
  }

  get(key: string): StoredObject | undefined {
    const version = this.bucket.current(key);
    return version === undefined ? undefined : toStoredObject(version);
  }

  put(
    key: string,
    content: string | Uint8Array,
    about: {
      contentType?: string;
      metadata?: Record<string, string>;
      etag?: string;
      storageClass?: string;
    } = {},
  ): void {
    const bytes = Buffer.from(content);
    const headers: Record<string, string> = { 'content-type': about.contentType ?? 'binary/octet-stream' };
    for (const [name, value] of Object.entries(about.metadata ?? {})) headers[`x-amz-meta-${name}`] = value;
    if (about.storageClass !== undefined) headers['x-amz-storage-class'] = about.storageClass;
    this.bucket.put(key, bytes, headers, about.etag ?? md5Etag(bytes));
  }

  delete(key: string): void {
    this.bucket.delete(key);
  }

  /** Deletes a version permanently, like a lifecycle rule. */
  deleteVersion(key: string, versionId: string): void {
    this.bucket.deleteVersion(key, versionId);
  }

  /** Newest first, including delete markers. */
  versionsOf(key: string): readonly StoredVersion[] {
    return this.bucket.versionsOf(key);
  }
}

function toStoredObject({ content, etag, headers }: StoredVersion): StoredObject {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), value] as const);
  return {
    bytes: content.read(),
    etag,
    contentType: headers['content-type'],
    metadata: Object.fromEntries(metadata),
  };
}
