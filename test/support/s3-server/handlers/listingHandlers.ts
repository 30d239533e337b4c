import type { BucketHandler } from './context.js';
import { afterToken, listed, maxKeysOf, nameEncoderOf, pageInOrder, pageOf, tokenOf } from './listing.js';
import type { Bucket, StoredVersion } from '../store/bucket.js';
import type { Personality } from '../personality.js';
import { xmlReply } from '../http/reply.js';
import type { S3Request } from '../http/request.js';
import { element, parent, xmlDocument } from '../http/xml.js';

const isoTime = (ms: number): string => new Date(ms).toISOString();

const objectXml = (version: StoredVersion, encode: (name: string) => string): string =>
  parent(
    'Contents',
    element('Key', encode(version.key)),
    element('LastModified', isoTime(version.modifiedMs)),
    element('ETag', version.listedEtag ?? version.etag),
    element('Size', version.size),
    element('StorageClass', version.headers['x-amz-storage-class'] ?? 'STANDARD'),
  );

/** The page, and the elements that repeat the request, for both versions of the listing. */
function readPage(
  request: S3Request,
  bucket: Bucket,
  after: string,
  { pageSize, listingOrder }: Personality,
) {
  const { query } = request;
  const encodingType = query.get('encoding-type');
  const encode = nameEncoderOf(encodingType);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = maxKeysOf(query.get('max-keys'), pageSize);
  const asked = { prefix, delimiter, after, maxKeys };
  const page =
    listingOrder === 'bytes' ? pageOf(bucket.keys, asked) : pageInOrder(listingOrder, bucket.keys, asked);
  const head = [
    element('Name', bucket.name),
    element('Prefix', encode(prefix)),
    element('MaxKeys', maxKeys),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    ...(encodingType === undefined ? [] : [element('EncodingType', encodingType)]),
    element('IsTruncated', page.next !== undefined),
  ];
  const rows = [
    ...page.keys.map((key) => objectXml(listed(bucket, key), encode)),
    ...page.commonPrefixes.map((name) => parent('CommonPrefixes', element('Prefix', encode(name)))),
  ];
  return { page, encode, head, rows };
}

export const listObjectsV2: BucketHandler = (request, bucket, { personality }) => {
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after') ?? '';
  const begin = personality.startAfter === 'ignored' ? '' : startAfter;
  const after = token === undefined ? begin : afterToken(token);
  const { page, encode, head, rows } = readPage(request, bucket, after, personality);
  return xmlReply(
    xmlDocument(
      'ListBucketResult',
      ...head,
      element('KeyCount', rows.length),
      ...(token === undefined ? [] : [element('ContinuationToken', token)]),
      ...(startAfter === '' ? [] : [element('StartAfter', encode(startAfter))]),
      ...(page.next === undefined ? [] : [element('NextContinuationToken', tokenOf(page.next))]),
      ...rows,
    ),
  );
};

export const listObjects: BucketHandler = (request, bucket, { personality }) => {
  const marker = request.query.get('marker') ?? '';
  const { page, encode, head, rows } = readPage(request, bucket, marker, personality);
  return xmlReply(
    xmlDocument(
      'ListBucketResult',
      ...head,
      element('Marker', encode(marker)),
      ...(page.next === undefined ? [] : [element('NextMarker', encode(page.next))]),
      ...rows,
    ),
  );
};

const versionXml = (version: StoredVersion, isLatest: boolean, encode: (name: string) => string): string =>
  parent(
    version.isDeleteMarker ? 'DeleteMarker' : 'Version',
    element('Key', encode(version.key)),
    element('VersionId', version.versionId),
    element('IsLatest', isLatest),
    element('LastModified', isoTime(version.modifiedMs)),
    ...(version.isDeleteMarker
      ? []
      : [element('ETag', version.etag), element('Size', version.size), element('StorageClass', 'STANDARD')]),
  );

/** Lists versions. Pages end between keys, never between the versions of one key. */
export const listObjectVersions: BucketHandler = ({ query }, bucket, { personality }) => {
  const encode = nameEncoderOf(query.get('encoding-type'));
  const page = pageOf(bucket.keysOfVersions, {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    after: query.get('key-marker') ?? '',
    maxKeys: maxKeysOf(query.get('max-keys'), personality.pageSize),
  });
  return xmlReply(
    xmlDocument(
      'ListVersionsResult',
      element('Name', bucket.name),
      element('Prefix', encode(query.get('prefix') ?? '')),
      element('IsTruncated', page.next !== undefined),
      ...(page.next === undefined ? [] : [element('NextKeyMarker', encode(page.next))]),
      ...page.keys.flatMap((key) =>
        bucket.versionsOf(key).map((version, index) => versionXml(version, index === 0, encode)),
      ),
      ...page.commonPrefixes.map((name) => parent('CommonPrefixes', element('Prefix', encode(name)))),
    ),
  );
};
