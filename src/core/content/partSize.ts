import { SyncError } from '../errors.js';

const MEBIBYTE = 1024 * 1024;

/** Up to this size content is read once into memory and sent in one request: what is sent is what was hashed. Bytes. */
export const IN_MEMORY_LIMIT = 16 * MEBIBYTE;

/** S3's limits (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). Bytes, but for the number of parts. */
const MOST_PARTS = 10_000;
export const LARGEST_PART = 5 * 1024 * MEBIBYTE;
export const LARGEST_OBJECT = 5 * 1024 * 1024 * MEBIBYTE;

/** Of the parts of one upload that are under way at once, but for the one that is being read. Bytes. */
export const PARTS_IN_MEMORY = 32 * MEBIBYTE;

/** With it 10,000 parts hold 78 GiB. Bytes. */
const SMALLEST_PART = 8 * MEBIBYTE;

/**
 * How large the parts of an upload are, so that 10,000 of them hold it: 8 MiB up to 78 GiB, whole MiB above, 525 MiB for
 * the largest object. Bytes. Throws `too-large` where S3 holds no object of that size. `name`: the path or
 * key that the error names.
 */
export function partSizeOf(size: number, name: string): number {
  if (size > LARGEST_OBJECT) {
    throw new SyncError('too-large', { file: name, cause: 'an object in S3 holds 5 TiB at most' });
  }
  return Math.max(SMALLEST_PART, Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
}

/**
 * What sending `size` bytes takes of memory. Bytes. A part that is larger than `PARTS_IN_MEMORY` goes alone, while the
 * next one is read. Throws as `partSizeOf`.
 */
export const memoryFor = (size: number, name: string): number =>
  size > IN_MEMORY_LIMIT ? Math.max(PARTS_IN_MEMORY, 2 * partSizeOf(size, name)) : size;
