import { ImageExtensions, pairImages } from '../dataset/pairing.js';
import type { CaptionedImage, TrainingImage } from '../dataset/trainingImage.js';
import { asSyncError, throwIfCancelled } from '../sync/errors.js';
import type { FileStore } from '../sync/ports.js';
import type { StyleAdapters } from './adapters.js';
import type { ListRequest } from './requests.js';

/** Images per batch of `listCaptionedImages`: small enough that whoever receives one does not stutter. */
const BATCH = 500;
/** Of a caption, so much is shown and searched. Bytes. */
const CAPTION_LIMIT = 64 * 1024;

/** The training images of a style, in natural order. Throws `missing-folder`, `incomplete-listing`, `cancelled`. */
export async function listImages(
  request: ListRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<TrainingImage[]> {
  return (await scan(request, adapters, signal)).images;
}

/** The same with their captions' texts, in batches. */
export async function* listCaptionedImages(
  request: ListRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): AsyncGenerator<readonly CaptionedImage[]> {
  const { images, files } = await scan(request, adapters, signal);
  for (let start = 0; start < images.length; start += BATCH) {
    throwIfCancelled(signal);
    const batch = images.slice(start, start + BATCH);
    yield await Promise.all(
      batch.map(async (image) => ({ ...image, caption: await captionText(image, files) })),
    );
  }
}

async function scan(
  { folder, imageExtensions }: ListRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<{ images: TrainingImage[]; files: FileStore }> {
  const extensions = new ImageExtensions(imageExtensions);
  const files = await adapters.openFolder(folder);
  const listing = await files.scan((path) => extensions.isWanted(path), signal);
  return { images: pairImages(listing.files, extensions), files };
}

/** For display: undecodable bytes are replaced; a caption that vanished meanwhile is none, an unreadable one empty. */
async function captionText({ captionFile }: TrainingImage, files: FileStore): Promise<string | null> {
  if (captionFile === null) return null;
  try {
    const bytes = await files.peek(captionFile, CAPTION_LIMIT);
    return bytes === undefined ? null : new TextDecoder('utf-8').decode(bytes);
  } catch (error) {
    if (asSyncError(error).code === 'unreadable-file') return '';
    throw error;
  }
}
