import type * as CredentialProviders from '@aws-sdk/credential-providers';

/**
 * What we use of the AWS SDK: the entry point of the bundle that `loadSdk` loads. All other files import types only.
 */
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
export { translateErrors } from './sdkErrors.js';
export { requestHandlerWith } from './sdkRequestHandler.js';

/** Loaded apart: explicit keys do not need it. */
export const loadCredentialProviders = (): Promise<typeof CredentialProviders> =>
  import('@aws-sdk/credential-providers');
