import { randomBytes } from 'node:crypto';
import { checkWriteConditions } from './conditions.js';
import type { BucketHandler } from './context.js';
import { nameEncoderOf } from './listing.js';
import { copySourceOf, rangeOf, store, storedHeadersOf, writtenHeaders } from './objectHandlers.js';
import { checkKeyLength, readPayload } from '../http/payload.js';
import { emptyReply, xmlReply } from '../http/reply.js';
import { S3Error } from '../http/s3Error.js';
import { addPart, assemble } from '../store/uploads.js';
import { element, elementsOf, parent, textOf, xmlDocument } from '../http/xml.js';

export const createMultipartUpload: BucketHandler = (request, bucket, { uploads }) => {
  checkKeyLength(request.key);
  const upload = uploads.create(bucket.name, request.key, storedHeadersOf(request));
  return xmlReply(
    xmlDocument(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', request.key),
      element('UploadId', upload.id),
    ),
  );
};

export const uploadPart: BucketHandler = (request, bucket, { uploads }) => {
  const upload = uploads.get(request.query.get('uploadId') ?? '', bucket.name, request.key);
  const { bytes, checksums } = readPayload(request);
  const part = addPart(upload, Number(request.query.get('partNumber')), bytes);
  return emptyReply(200, { etag: part.etag, ...checksums });
};

export const uploadPartCopy: BucketHandler = (request, bucket, world) => {
  const upload = world.uploads.get(request.query.get('uploadId') ?? '', bucket.name, request.key);
  const source = copySourceOf(request, world).content.read();
  const range = rangeOf(request.headers['x-amz-copy-source-range'], source.length);
  const bytes = range === undefined ? source : source.subarray(range[0], range[1] + 1);
  const part = addPart(upload, Number(request.query.get('partNumber')), bytes);
  return xmlReply(
    xmlDocument(
      'CopyPartResult',
      element('LastModified', new Date(part.modifiedMs).toISOString()),
      element('ETag', part.etag),
    ),
  );
};

export const listParts: BucketHandler = (request, bucket, { uploads }) => {
  const upload = uploads.get(request.query.get('uploadId') ?? '', bucket.name, request.key);
  const parts = [...upload.parts.values()].sort((a, b) => a.number - b.number);
  return xmlReply(
    xmlDocument(
      'ListPartsResult',
      element('Bucket', bucket.name),
      element('Key', request.key),
      element('UploadId', upload.id),
      element('IsTruncated', false),
      ...parts.map((part) =>
        parent(
          'Part',
          element('PartNumber', part.number),
          element('LastModified', new Date(part.modifiedMs).toISOString()),
          element('ETag', part.etag),
          element('Size', part.bytes.length),
        ),
      ),
    ),
  );
};

export const listMultipartUploads: BucketHandler = ({ query }, bucket, { uploads }) => {
  const encode = nameEncoderOf(query.get('encoding-type'));
  const prefix = query.get('prefix') ?? '';
  return xmlReply(
    xmlDocument(
      'ListMultipartUploadsResult',
      element('Bucket', bucket.name),
      element('Prefix', encode(prefix)),
      element('IsTruncated', false),
      ...uploads
        .of(bucket.name)
        .filter(({ key }) => key.startsWith(prefix))
        .map((upload) =>
          parent(
            'Upload',
            element('Key', encode(upload.key)),
            element('UploadId', upload.id),
            element('Initiated', new Date(upload.startedMs).toISOString()),
          ),
        ),
    ),
  );
};

export const completeMultipartUpload: BucketHandler = (request, bucket, world) => {
  const upload = world.uploads.get(request.query.get('uploadId') ?? '', bucket.name, request.key);
  const listed = elementsOf(readPayload(request).bytes.toString(), 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag') ?? '',
  }));
  if (listed.length === 0) throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed');
  const { bytes, etag: md5OfMd5s } = assemble(upload, listed);
  const isOpaque = world.personality.multipartEtags === 'opaque';
  const etag = isOpaque ? `"${randomBytes(18).toString('base64')}"` : md5OfMd5s;
  checkWriteConditions('complete', request, bucket, world.personality);
  const version = store(bucket, request.key, bytes, upload.headers, etag, world);
  world.uploads.end(upload.id);
  const result = xmlReply(
    xmlDocument(
      'CompleteMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', request.key),
      element('ETag', world.personality.emptyCompleteEtag ? '' : version.etag),
    ),
  );
  return { ...result, headers: { ...result.headers, ...writtenHeaders(version, bucket) } };
};

export const abortMultipartUpload: BucketHandler = (request, bucket, { uploads }) => {
  uploads.end(uploads.get(request.query.get('uploadId') ?? '', bucket.name, request.key).id);
  return emptyReply(204);
};
