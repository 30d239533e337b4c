import type { Bucket } from '../store/bucket.js';
import type { Personality } from '../personality.js';
import type { Uploads } from '../store/uploads.js';
import type { S3Request } from '../http/request.js';
import type { Reply } from '../http/reply.js';

/** The state of the server, for the handlers. */
export interface World {
  readonly region: string;
  readonly personality: Personality;
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Uploads;
  createBucket(name: string): Bucket;
  /** Whether the policies allow an action, such as `s3:DeleteObject`, on a key. */
  allows(action: string, bucket: string, key: string): boolean;
}

export type Handler = (request: S3Request, world: World) => Reply;
/** Handles requests about an existing bucket. */
export type BucketHandler = (request: S3Request, bucket: Bucket, world: World) => Reply;
