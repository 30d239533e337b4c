import type { BucketHandler, Handler } from './context.js';
import { deleteOne } from './objectHandlers.js';
import { readPayload } from '../http/payload.js';
import { emptyReply, xmlReply } from '../http/reply.js';
import { S3Error } from '../http/s3Error.js';
import { element, elementsOf, parent, textOf, xmlDocument } from '../http/xml.js';

export const listBuckets: Handler = (_request, world) =>
  xmlReply(
    xmlDocument(
      'ListAllMyBucketsResult',
      parent('Owner', element('ID', 'owner')),
      parent(
        'Buckets',
        ...[...world.buckets.keys()]
          .sort()
          .map((name) =>
            parent('Bucket', element('Name', name), element('CreationDate', new Date(0).toISOString())),
          ),
      ),
    ),
  );

export const createBucket: Handler = (request, world) => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(request.bucket)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  if (world.buckets.has(request.bucket)) {
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', 'You already own this bucket.');
  }
  world.createBucket(request.bucket);
  return emptyReply(200, { location: `/${request.bucket}` });
};

export const headBucket: BucketHandler = (_request, _bucket, { region }) =>
  emptyReply(200, { 'x-amz-bucket-region': region });

export const deleteBucket: BucketHandler = (_request, bucket, world) => {
  bucket.destroy();
  world.buckets.delete(bucket.name);
  return emptyReply(204);
};

export const getBucketLocation: BucketHandler = (_request, _bucket, { region }) =>
  // us-east-1 is reported as an empty constraint.
  xmlReply(xmlDocument('LocationConstraint', region === 'us-east-1' ? '' : region));

export const getBucketVersioning: BucketHandler = (_request, bucket) =>
  xmlReply(
    xmlDocument(
      'VersioningConfiguration',
      ...(bucket.versioning === 'Off' ? [] : [element('Status', bucket.versioning)]),
    ),
  );

export const putBucketVersioning: BucketHandler = (request, bucket) => {
  const status = textOf(readPayload(request).bytes.toString(), 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') {
    throw new S3Error(400, 'MalformedXML', 'The versioning status is neither Enabled nor Suspended');
  }
  bucket.versioning = status;
  return emptyReply();
};

const MAX_BATCH = 1000;

/** Answers each key separately: a key that must not be deleted does not prevent the deletion of the others. */
export const deleteObjects: BucketHandler = (request, bucket, world) => {
  const xml = readPayload(request).bytes.toString();
  const objects = elementsOf(xml, 'Object');
  if (objects.length === 0 || objects.length > MAX_BATCH) {
    throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed');
  }
  const isQuiet = textOf(xml, 'Quiet') === 'true';
  const rows = objects.map((object) => {
    const key = textOf(object, 'Key') ?? '';
    const versionId = textOf(object, 'VersionId');
    const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    if (!world.allows(action, bucket.name, key)) {
      return parent(
        'Error',
        element('Key', key),
        element('Code', 'AccessDenied'),
        element('Message', 'Access Denied'),
      );
    }
    const gone = deleteOne(bucket, key, versionId);
    if (isQuiet) return '';
    const marker =
      gone?.isDeleteMarker === true
        ? [element('DeleteMarker', true), element('DeleteMarkerVersionId', gone.versionId)]
        : [];
    return parent('Deleted', element('Key', key), ...marker);
  });
  return xmlReply(xmlDocument('DeleteResult', ...rows));
};
