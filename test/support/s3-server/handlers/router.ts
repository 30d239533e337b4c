import * as buckets from './bucketHandlers.js';
import type { BucketHandler, Handler, World } from './context.js';
import { listObjectVersions, listObjects, listObjectsV2 } from './listingHandlers.js';
import * as multipart from './multipartHandlers.js';
import * as objects from './objectHandlers.js';
import type { Operation } from '../operations.js';
import type { Reply } from '../http/reply.js';
import type { S3Request } from '../http/request.js';
import { S3Error, noSuchBucket } from '../http/s3Error.js';

const inBucket =
  (handler: BucketHandler): Handler =>
  (request, world) => {
    const bucket = world.buckets.get(request.bucket);
    if (bucket === undefined) throw noSuchBucket(request.bucket);
    return handler(request, bucket, world);
  };

const HANDLERS: Readonly<Record<Operation, Handler>> = {
  ListBuckets: buckets.listBuckets,
  CreateBucket: buckets.createBucket,
  HeadBucket: inBucket(buckets.headBucket),
  DeleteBucket: inBucket(buckets.deleteBucket),
  GetBucketLocation: inBucket(buckets.getBucketLocation),
  GetBucketVersioning: inBucket(buckets.getBucketVersioning),
  PutBucketVersioning: inBucket(buckets.putBucketVersioning),
  ListObjects: inBucket(listObjects),
  ListObjectsV2: inBucket(listObjectsV2),
  ListObjectVersions: inBucket(listObjectVersions),
  ListMultipartUploads: inBucket(multipart.listMultipartUploads),
  PutObject: inBucket(objects.putObject),
  CopyObject: inBucket(objects.copyObject),
  GetObject: inBucket(objects.getObject),
  HeadObject: inBucket(objects.getObject),
  DeleteObject: inBucket(objects.deleteObject),
  DeleteObjects: inBucket(buckets.deleteObjects),
  CreateMultipartUpload: inBucket(multipart.createMultipartUpload),
  UploadPart: inBucket(multipart.uploadPart),
  UploadPartCopy: inBucket(multipart.uploadPartCopy),
  ListParts: inBucket(multipart.listParts),
  CompleteMultipartUpload: inBucket(multipart.completeMultipartUpload),
  AbortMultipartUpload: inBucket(multipart.abortMultipartUpload),
  NotImplemented: ({ method }) => {
    throw new S3Error(501, 'NotImplemented', `This server does not do what this ${method} asks for`);
  },
};

/** Answers a request. Throws `S3Error`. */
export function handle(request: S3Request, world: World): Reply {
  return HANDLERS[request.operation](request, world);
}
