/** The operations of the server, by their names in S3's API. */
export type Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'PutBucketVersioning'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'ListMultipartUploads'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'ListParts'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'NotImplemented';

/** The IAM action that a user needs for an operation. */
export function actionOf(operation: Operation, hasVersionId: boolean): string {
  switch (operation) {
    case 'ListBuckets':
      return 's3:ListAllMyBuckets';
    case 'HeadBucket':
    case 'ListObjects':
    case 'ListObjectsV2':
      return 's3:ListBucket';
    case 'ListObjectVersions':
      return 's3:ListBucketVersions';
    case 'ListMultipartUploads':
      return 's3:ListBucketMultipartUploads';
    case 'ListParts':
      return 's3:ListMultipartUploadParts';
    case 'GetObject':
    case 'HeadObject':
      return hasVersionId ? 's3:GetObjectVersion' : 's3:GetObject';
    case 'DeleteObject':
    case 'DeleteObjects':
      return hasVersionId ? 's3:DeleteObjectVersion' : 's3:DeleteObject';
    case 'CopyObject':
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'UploadPartCopy':
    case 'CompleteMultipartUpload':
      return 's3:PutObject';
    default:
      return `s3:${operation}`;
  }
}

interface Shape {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly isCopy: boolean;
}

/** The operation of a request, which S3 determines by method, path and the names in the query. */
export function operationOf(shape: Shape): Operation {
  if (shape.bucket === '') return shape.method === 'GET' ? 'ListBuckets' : 'NotImplemented';
  return shape.key === '' ? bucketOperationOf(shape) : objectOperationOf(shape);
}

function bucketOperationOf({ method, query }: Shape): Operation {
  switch (method) {
    case 'GET':
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('versioning')) return 'GetBucketVersioning';
      if (query.has('versions')) return 'ListObjectVersions';
      if (query.has('uploads')) return 'ListMultipartUploads';
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      return query.has('versioning') ? 'PutBucketVersioning' : 'CreateBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : 'NotImplemented';
    default:
      return 'NotImplemented';
  }
}

const UNSUPPORTED = ['tagging', 'acl', 'attributes', 'retention', 'legal-hold', 'torrent', 'restore'];

function objectOperationOf({ method, query, isCopy }: Shape): Operation {
  if (UNSUPPORTED.some((name) => query.has(name))) return 'NotImplemented';
  const inUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      return inUpload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (inUpload) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
    case 'DELETE':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return inUpload ? 'CompleteMultipartUpload' : 'NotImplemented';
    default:
      return 'NotImplemented';
  }
}
