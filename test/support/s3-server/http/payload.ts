import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { S3Request } from './request.js';
import { S3Error, invalidArgument } from './s3Error.js';

/** The bytes of a request, and the checksums that are stored with them. */
export interface Payload {
  readonly bytes: Buffer;
  /** The `x-amz-checksum-…` headers to store and return. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<trailers>\r\n` */
function decodeChunked(raw: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', offset);
    const size = lineEnd < 0 ? NaN : parseInt(raw.toString('latin1', offset, lineEnd), 16);
    if (Number.isNaN(size)) throw incompleteBody();
    offset = lineEnd + 2;
    if (size === 0) break;
    if (offset + size + 2 > raw.length) throw incompleteBody();
    chunks.push(raw.subarray(offset, offset + size));
    offset += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of raw.toString('latin1', offset).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { bytes: Buffer.concat(chunks), trailers };
}

const incompleteBody = (): S3Error =>
  new S3Error(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

/** The checksums that the server verifies; the other two kinds are accepted and stored unchecked. */
const VERIFIED: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'x-amz-checksum-crc32': (bytes) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString('base64');
  },
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/** Decodes the body, and verifies its length and checksums. Throws BadDigest and similar errors. */
export function readPayload({ headers, rawBody }: S3Request): Payload {
  const contentHash = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const isChunked = contentHash.startsWith('STREAMING-');
  const { bytes, trailers } = isChunked ? decodeChunked(rawBody) : { bytes: rawBody, trailers: {} };
  const decodedLength = headers['x-amz-decoded-content-length'];
  if (isChunked && decodedLength !== undefined && Number(decodedLength) !== bytes.length) {
    throw incompleteBody();
  }
  if (/^[0-9a-f]{64}$/.test(contentHash) && contentHash !== sha256Hex(bytes)) {
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  checkMd5(headers['content-md5'], bytes);
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...headers, ...trailers })) {
    if (!/^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name)) continue;
    const compute = VERIFIED[name];
    if (compute !== undefined && compute(bytes) !== value) {
      const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
      throw new S3Error(
        400,
        'BadDigest',
        `The ${algorithm} you specified did not match the calculated checksum.`,
      );
    }
    checksums[name] = value;
  }
  return { bytes, checksums };
}

function checkMd5(header: string | undefined, bytes: Buffer): void {
  if (header === undefined) return;
  if (Buffer.from(header, 'base64').length !== 16) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (createHash('md5').update(bytes).digest('base64') !== header) {
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

const sha256Hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** S3's limit for a key. */
export function checkKeyLength(key: string): void {
  if (Buffer.byteLength(key) > 1024) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: '1024',
    });
  }
  if (key.includes('\0')) throw invalidArgument('A key cannot hold a NUL character');
}
