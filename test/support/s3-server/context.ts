import type { Bucket } from './bucket.js';
import type { Personality } from './personality.js';
import type { Uploads } from './uploads.js';
import type { S3Request } from './request.js';
import type { Reply } from './reply.js';

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
