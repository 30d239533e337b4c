import type { CaptionedImage } from '../dataset/trainingImage.js';
import { fileInside } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import type { Thumbnail, ThumbnailRequest } from '../thumbnails/thumbnailSource.js';
import { versionOf } from './imageUpdates.js';
import type { ThumbnailItem, ToPage } from './messages/protocol.js';

/** How the page identifies the image of a thumbnail. */
export interface ThumbnailTarget {
  readonly path: string;
  readonly version: string;
}

/** The requests for thumbnails, and the image on the page for each file. */
export function thumbnailRequests(
  images: readonly CaptionedImage[],
  style: Style,
): {
  readonly requests: readonly ThumbnailRequest[];
  readonly targets: ReadonlyMap<string, ThumbnailTarget>;
} {
  const targets = new Map<string, ThumbnailTarget>();
  const requests = images.map((image) => {
    const file = fileInside(style.folder, image.relativePath).fsPath;
    targets.set(file, { path: image.relativePath, version: versionOf(image) });
    return { file, size: image.size, mtimeMs: image.modifiedTime };
  });
  return { requests, targets };
}

/** A batch as one message with one buffer: many small buffers cost the message channel more than their bytes. */
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
