import { createHash } from 'node:crypto';
import { THUMBNAIL_PIXELS } from './making/decodedWebp.js';
import type { ThumbnailRequest } from './thumbnailSource.js';

/** Incremented when the same image gives a different thumbnail than before, so that old ones are not used. */
const THUMBNAIL_VERSION = 2;

/**
 * The cache key of an image's thumbnail: 20 bytes in hexadecimal. A file with another size or time gets another key.
 */
export function thumbnailKey({ file, size, mtimeMs }: ThumbnailRequest): string {
  return createHash('sha1')
    .update(
      `${file}|${String(size)}|${String(mtimeMs)}|${String(THUMBNAIL_VERSION)}|${String(THUMBNAIL_PIXELS)}`,
    )
    .digest('hex');
}
