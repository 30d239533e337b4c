import { randomBytes } from 'node:crypto';
import { md5Etag, type Bucket, type StoredVersion } from '../store/bucket.js';
import { checkReadConditions, checkSourceConditions, checkWriteConditions } from './conditions.js';
import type { BucketHandler, World } from './context.js';
import { checkKeyLength, readPayload } from '../http/payload.js';
import { emptyReply, xmlReply, type Reply } from '../http/reply.js';
import type { S3Request } from '../http/request.js';
import { S3Error, accessDenied, noSuchBucket, noSuchKey } from '../http/s3Error.js';
import { element, xmlDocument } from '../http/xml.js';

const STORED_HEADERS = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
];

/** The headers of a PUT that a GET returns. */
export function storedHeadersOf({ headers }: S3Request): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (STORED_HEADERS.includes(name) || name.startsWith('x-amz-meta-')) stored[name] = value;
  }
  const encoding = (stored['content-encoding'] ?? '').split(',').map((part) => part.trim());
  const kept = encoding.filter((part) => part !== '' && part !== 'aws-chunked');
  if (kept.length > 0) stored['content-encoding'] = kept.join(',');
  else delete stored['content-encoding'];
  stored['content-type'] ??= 'binary/octet-stream';
  return stored;
}

/** Stores the bytes, with the ETag and headers of the server's personality. */
export function store(
  bucket: Bucket,
  key: string,
  bytes: Buffer,
  headers: Record<string, string>,
  etag: string,
  { personality }: World,
  listedEtag = etag,
): StoredVersion {
  const version =
    personality.etags === 'kms'
      ? bucket.put(
          key,
          bytes,
          { ...headers, 'x-amz-server-side-encryption': 'aws:kms' },
          `"${randomBytes(16).toString('hex')}"`,
        )
      : bucket.put(key, bytes, headers, etag, listedEtag);
  const { formerVersions } = personality;
  if (formerVersions === 'gone' || formerVersions === 'taken-for-the-newest') {
    bucket.forgetFormerVersions(key);
  }
  return version;
}

/** The response headers of a write. */
export function writtenHeaders(version: StoredVersion, bucket: Bucket): Record<string, string> {
  const headers: Record<string, string> = {};
  if (bucket.versioning !== 'Off') headers['x-amz-version-id'] = version.versionId;
  for (const [name, value] of Object.entries(version.headers)) {
    if (name.startsWith('x-amz-checksum-') || name.startsWith('x-amz-server-side-')) headers[name] = value;
  }
  return headers;
}

export const putObject: BucketHandler = (request, bucket, world) => {
  checkKeyLength(request.key);
  const { bytes, checksums } = readPayload(request);
  checkWriteConditions('put', request, bucket, world.personality);
  const headers = { ...storedHeadersOf(request), ...checksums };
  const version = store(bucket, request.key, bytes, headers, md5Etag(bytes), world);
  return emptyReply(200, { etag: version.etag, ...writtenHeaders(version, bucket) });
};

/** Whether the object is archived, by the header that a HEAD shows. */
const isArchived = ({ headers }: StoredVersion): boolean =>
  ['GLACIER', 'DEEP_ARCHIVE'].includes(headers['x-amz-storage-class'] ?? '');

/** The version that a GET or HEAD requests. Throws NoSuchKey, NoSuchVersion, or AccessDenied. */
function requestedVersion(request: S3Request, bucket: Bucket, world: World): StoredVersion {
  const isTaken = world.personality.formerVersions === 'taken-for-the-newest';
  const versionId = isTaken ? undefined : request.query.get('versionId');
  const version =
    versionId === undefined
      ? bucket.newest(request.key)
      : bucket.versionsOf(request.key).find((other) => other.versionId === versionId);
  if (version !== undefined && !version.isDeleteMarker) {
    if (request.operation === 'GetObject' && isArchived(version)) {
      throw new S3Error(
        403,
        'InvalidObjectState',
        "The operation is not valid for the object's storage class",
      );
    }
    return version;
  }
  // A client without the right to list does not learn which keys are missing.
  const mayKnow = world.allows('s3:ListBucket', bucket.name, request.key);
  if (!mayKnow || world.personality.deniesMissing) throw accessDenied();
  if (version !== undefined && versionId !== undefined) {
    throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  if (versionId !== undefined) {
    throw new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.');
  }
  throw noSuchKey(request.key);
}

function objectHeaders(request: S3Request, version: StoredVersion, bucket: Bucket): Record<string, string> {
  // The stored checksums are of the whole object.
  const wantsChecksums =
    request.headers['x-amz-checksum-mode'] === 'ENABLED' && request.headers['range'] === undefined;
  const headers: Record<string, string> = {
    etag: version.etag,
    'last-modified': new Date(version.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const [name, value] of Object.entries(version.headers)) {
    if (wantsChecksums || !name.startsWith('x-amz-checksum-')) headers[name] = value;
  }
  if (bucket.versioning !== 'Off') headers['x-amz-version-id'] = version.versionId;
  return headers;
}

/** First and last byte, both included; `undefined` for the whole object. Throws InvalidRange. */
export function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      ActualObjectSize: String(size),
    });
  }
  return [start, end];
}

export const getObject: BucketHandler = (request, bucket, world) => {
  const version = requestedVersion(request, bucket, world);
  const unchanged = checkReadConditions(request, version);
  if (unchanged) return unchanged;
  const headers = objectHeaders(request, version, bucket);
  const range = rangeOf(request.headers['range'], version.size);
  const isHead = request.operation === 'HeadObject';
  const length = range === undefined ? version.size : range[1] - range[0] + 1;
  const lengthHeader = { 'content-length': String(length) };
  if (range === undefined) {
    if (isHead) return emptyReply(200, { ...headers, ...lengthHeader });
    return { status: 200, headers, body: version.content.read() };
  }
  const partHeaders = { ...headers, 'content-range': `bytes ${range[0]}-${range[1]}/${version.size}` };
  if (isHead) return emptyReply(206, { ...partHeaders, ...lengthHeader });
  return { status: 206, headers: partHeaders, body: version.content.read().subarray(range[0], range[1] + 1) };
};

export const deleteObject: BucketHandler = (request, bucket, world) => {
  checkWriteConditions('delete', request, bucket, world.personality);
  const gone = deleteOne(bucket, request.key, request.query.get('versionId'));
  if (world.personality.formerVersions !== 'kept') bucket.forgetFormerVersions(request.key);
  const headers: Record<string, string> = {};
  if (gone?.isDeleteMarker === true) headers['x-amz-delete-marker'] = 'true';
  if (gone !== undefined && bucket.versioning !== 'Off') headers['x-amz-version-id'] = gone.versionId;
  return emptyReply(204, headers);
};

/** Deletes a key or a version; returns the created delete marker or the removed version, if any. */
export function deleteOne(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): StoredVersion | undefined {
  return versionId === undefined ? bucket.delete(key) : bucket.deleteVersion(key, versionId);
}

/** The version that `x-amz-copy-source` names. */
export function copySourceOf(request: S3Request, world: World): StoredVersion {
  const header = request.headers['x-amz-copy-source'] ?? '';
  const [source = '', search = ''] = header.split('?versionId=');
  const path = decodeURIComponent(source).replace(/^\//, '');
  const name = path.slice(0, path.indexOf('/'));
  const key = path.slice(path.indexOf('/') + 1);
  const bucket = world.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  if (!world.allows('s3:GetObject', name, key)) throw accessDenied();
  const version =
    search === '' || world.personality.formerVersions === 'taken-for-the-newest'
      ? bucket.current(key)
      : bucket.versionsOf(key).find(({ versionId }) => versionId === decodeURIComponent(search));
  if (version === undefined) throw noSuchKey(key);
  if (isArchived(version))
    throw new S3Error(403, 'ObjectNotInActiveTierError', 'The source object is archived');
  checkSourceConditions(request, version, world.personality);
  return version;
}

/** The bytes of a copy, by the server's personality. */
function copyOf(bytes: Buffer, { personality }: World): Buffer {
  if (personality.copies === 'cut-short') return bytes.subarray(0, -1);
  return personality.copies === 'spoilt' ? Buffer.alloc(bytes.length, '?') : bytes;
}

export const copyObject: BucketHandler = (request, bucket, world): Reply => {
  checkKeyLength(request.key);
  const source = copySourceOf(request, world);
  checkWriteConditions('put', request, bucket, world.personality);
  if (source.size > world.personality.largestCopy) {
    throw new S3Error(
      400,
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${String(world.personality.largestCopy)}`,
    );
  }
  const isReplaced = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = isReplaced ? storedHeadersOf(request) : { ...source.headers };
  const bytes = copyOf(source.content.read(), world);
  const { copyKeepsEtag, listsCopiesByMd5 } = world.personality;
  const etag = copyKeepsEtag ? source.etag : md5Etag(bytes);
  const listedEtag = listsCopiesByMd5 ? md5Etag(bytes) : etag;
  const version = store(bucket, request.key, bytes, headers, etag, world, listedEtag);
  const result = xmlReply(
    xmlDocument(
      'CopyObjectResult',
      element('LastModified', new Date(version.modifiedMs).toISOString()),
      element('ETag', copyKeepsEtag ? version.etag.replaceAll('"', '') : version.etag),
    ),
  );
  return { ...result, headers: { ...result.headers, ...writtenHeaders(version, bucket) } };
};
