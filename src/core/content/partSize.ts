import { SyncError } from '../errors.js';

const MEBIBYTE = 1024 * 1024;

/**
 * Content up to this size is read once into memory and sent in one request: the bytes that were hashed are sent. Bytes.
 */
export const IN_MEMORY_LIMIT = 16 * MEBIBYTE;

/**
 * S3's limits (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). Bytes, except for the number of
 * parts.
 */
const MOST_PARTS = 10_000;
export const LARGEST_PART = 5 * 1024 * MEBIBYTE;
export const LARGEST_OBJECT = 5 * 1024 * 1024 * MEBIBYTE;

/** The most bytes of one upload's parts that are sent at once; the part that is being read comes on top. */
export const PARTS_IN_MEMORY = 32 * MEBIBYTE;

/** 10,000 parts of this size hold 78 GiB. Bytes. */
const SMALLEST_PART = 8 * MEBIBYTE;

/**
 * The size of an upload's parts, chosen so that 10,000 parts are enough: 8 MiB up to 78 GiB, whole MiB above, 525 MiB
 * for the largest object. Bytes. Throws `too-large` where S3 stores no object of that size. `name`: the path or key
 * that the error names.
 */
export function partSizeOf(size: number, name: string): number {
  if (size > LARGEST_OBJECT) {
    throw new SyncError('too-large', { file: name, cause: 'an object in S3 holds 5 TiB at most' });
  }
  return Math.max(SMALLEST_PART, Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
}

/**
 * The memory that an upload of `size` bytes needs. Bytes. A part larger than `PARTS_IN_MEMORY` is sent alone, while the
 * next one is read. Throws as `partSizeOf`.
 */
export const memoryFor = (size: number, name: string): number =>
  size > IN_MEMORY_LIMIT ? Math.max(PARTS_IN_MEMORY, 2 * partSizeOf(size, name)) : size;
