import { createHash } from 'node:crypto';
import { THUMBNAIL_PIXELS } from './making/makeThumbnail.js';
import type { ThumbnailRequest } from './thumbnailSource.js';

/** Raised when the same image should give another thumbnail than before. */
const THUMBNAIL_VERSION = 1;

/** The name of an image's thumbnail in the cache: 20 bytes as hexadecimal. Another size or time is another image. */
export function thumbnailKey({ file, size, mtimeMs }: ThumbnailRequest): string {
  return createHash('sha1')
    .update(
      `${file}|${String(size)}|${String(mtimeMs)}|${String(THUMBNAIL_VERSION)}|${String(THUMBNAIL_PIXELS)}`,
    )
    .digest('hex');
}
