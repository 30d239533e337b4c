import { crc32 } from 'node:zlib';
import type { MadeThumbnail } from '../making/makeThumbnail.js';
import type { ThumbnailStatus } from '../making/thumbnailStatus.js';

/*
 * One thumbnail in a segment file, little-endian:
 *   0 magic (4) | 4 key (20) | 24 status (4) | 28 width (4) | 32 height (4) | 36 length of the WebP (4) |
 *   40 CRC-32 of bytes 0–39 and the WebP (4) | 44 WebP
 */
export const HEADER_BYTES = 44;
const MAGIC = 0x314d4854; // "THM1"
const STATUSES: readonly ThumbnailStatus[] = ['ready', 'damaged', 'unsupported', 'too-large', 'in-browser'];

export function encodeRecord(key: string, { status, webp, width, height }: MadeThumbnail): Buffer {
  const length = webp?.byteLength ?? 0;
  const record = Buffer.alloc(HEADER_BYTES + length);
  record.writeUInt32LE(MAGIC, 0);
  record.write(key, 4, 'hex');
  record.writeUInt32LE(STATUSES.indexOf(status), 24);
  record.writeUInt32LE(width ?? 0, 28);
  record.writeUInt32LE(height ?? 0, 32);
  record.writeUInt32LE(length, 36);
  if (webp !== undefined) record.set(webp, HEADER_BYTES);
  record.writeUInt32LE(checksum(record), 40);
  return record;
}

/** Key and full length (bytes) of the record that starts with `header`; `undefined` if it is not a record. */
export function recordHead(header: Buffer): { readonly key: string; readonly length: number } | undefined {
  if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== MAGIC) return undefined;
  return { key: header.toString('hex', 4, 24), length: HEADER_BYTES + header.readUInt32LE(36) };
}

/** Decodes a record; `undefined` if its key, length or checksum is wrong. */
export function decodeRecord(key: string, record: Buffer): MadeThumbnail | undefined {
  const head = recordHead(record);
  const status = head && STATUSES[record.readUInt32LE(24)];
  if (status === undefined || head?.key !== key || head.length !== record.length) return undefined;
  if (record.readUInt32LE(40) !== checksum(record)) return undefined;
  const width = record.readUInt32LE(28);
  const height = record.readUInt32LE(32);
  return {
    status,
    ...(record.length > HEADER_BYTES && { webp: record.subarray(HEADER_BYTES) }),
    ...(width > 0 && { width, height }),
  };
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(HEADER_BYTES), crc32(record.subarray(0, 40)));
}
