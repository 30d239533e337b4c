import type * as CredentialProviders from '@aws-sdk/credential-providers';

/** What is used of the AWS SDK: the entry of the bundle that `loadSdk` loads. Everything else imports its types only. */
export {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
export { bucketAddressOf } from './sdkBucketAddress.js';
export { requestHandlerWith } from './sdkRequestHandler.js';

/** Explicit keys need none of it. */
export const loadCredentialProviders = (): Promise<typeof CredentialProviders> =>
  import('@aws-sdk/credential-providers');
