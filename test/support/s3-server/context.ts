import type { Bucket } from './bucket.js';
import type { Uploads } from './uploads.js';
import type { S3Request } from './request.js';
import type { Reply } from './reply.js';

/** Ways in which servers of this protocol differ. */
export interface Personality {
  /** `kms`: objects are encrypted with a key service, so that ETags are no MD5. */
  readonly etags: 'md5' | 'kms';
  /** Ceph 16 answers a CompleteMultipartUpload with an empty ETag. */
  readonly emptyCompleteEtag: boolean;
  /** What happens to a request that is signed for another region. */
  readonly wrongRegion: 'accept' | 'redirect' | 'malformed';
}

/** What the handlers work on. */
export interface World {
  readonly region: string;
  readonly personality: Personality;
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Uploads;
  createBucket(name: string): Bucket;
  /** Whether the policies let this key be used with this action: `s3:DeleteObject`. */
  allows(action: string, bucket: string, key: string): boolean;
}

export type Handler = (request: S3Request, world: World) => Reply;
/** For requests about a bucket that exists. */
export type BucketHandler = (request: S3Request, bucket: Bucket, world: World) => Reply;
