import { createCipheriv, createHash } from 'node:crypto';
import type { DataFile, DataSet } from './dataSet.js';

const JPEG_START = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const JPEG_END = Buffer.from('ffd9', 'hex');
const WORDS = ['a photo of', 'a cat', 'a red car', 'outdoors', 'close-up', 'soft light', 'street', '1girl'];

/**
 * The bytes of a file, which depend only on the arguments. An image cannot be compressed, and begins and ends like a
 * JPEG; a caption is a list of tags. `revision` counts the changes of the file, starting at 0.
 */
export function contentOf(set: DataSet, file: DataFile, revision: number): Buffer {
  const random = randomBytes(`${set.name}/${file.path}@${String(revision)}`, file.bytes);
  if (file.kind === 'caption') return captionOf(random);
  JPEG_START.copy(random);
  JPEG_END.copy(random, random.length - JPEG_END.length);
  return random;
}

/** The key stream of a cipher: faster than a disk writes, and it accepts any seed. */
function randomBytes(seed: string, bytes: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

/** A caption of exactly as many bytes as `random`, which chooses its words. */
function captionOf(random: Buffer): Buffer {
  const tags = [random.toString('hex', 0, 8), ...[...random].map((byte) => WORDS[byte % WORDS.length])];
  return Buffer.from(tags.join(', ')).subarray(0, random.length);
}
