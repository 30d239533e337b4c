import type { Thumbnail } from '../thumbnails/thumbnailSource.js';
import type { ThumbnailItem, ToPage } from './messages/protocol.js';

/** What the page knows the image of a thumbnail by. */
export interface ThumbnailTarget {
  readonly path: string;
  readonly version: string;
}

/** A batch as one message with one buffer: many small buffers cost the channel more than their bytes. */
export function thumbnailMessage(
  batch: readonly Thumbnail[],
  targets: ReadonlyMap<string, ThumbnailTarget>,
): ToPage {
  const bytes = new Uint8Array(batch.reduce((sum, { webp }) => sum + (webp?.length ?? 0), 0));
  const items: ThumbnailItem[] = [];
  let start = 0;
  for (const { file, status, webp } of batch) {
    const target = targets.get(file);
    if (target === undefined) continue;
    const end = start + (webp?.length ?? 0);
    if (webp) bytes.set(webp, start);
    items.push({ ...target, status, start, end });
    start = end;
  }
  return { type: 'thumbnails', bytes: bytes.buffer, items };
}
