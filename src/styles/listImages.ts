import { ImageExtensions, pairImages } from '../dataset/pairing.js';
import type { CaptionedImage, TrainingImage } from '../dataset/trainingImage.js';
import { asSyncError, throwIfCancelled } from '../sync/errors.js';
import { normalizePrefix, type Location } from '../sync/location.js';
import type { Manifest } from '../sync/manifest.js';
import type { FileStore } from '../sync/ports.js';
import { syncStateOf, type ListedFiles } from '../sync/syncState.js';
import type { StyleAdapters } from './adapters.js';
import type { ListRequest, PlaceInS3 } from './requests.js';

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

export interface CaptionedListAdapters extends Pick<StyleAdapters, 'openFolder'> {
  /** Of a folder (`root` as of `FileStore`) and the locations that are meant; `undefined` where there is none. */
  newestManifestOf(root: string, isMeant: (location: Location) => boolean): Promise<Manifest | undefined>;
}

/** The same with their captions' texts and what has become of them since the last sync, in batches. */
export async function* listCaptionedImages(
  request: ListRequest,
  adapters: CaptionedListAdapters,
  signal: AbortSignal,
): AsyncGenerator<readonly CaptionedImage[]> {
  const { images, files, listed } = await scan(request, adapters, signal);
  const manifest = await adapters.newestManifestOf(files.root, (location) =>
    isAt(location, request.syncedWith),
  );
  for (let start = 0; start < images.length; start += BATCH) {
    throwIfCancelled(signal);
    const batch = images.slice(start, start + BATCH);
    yield await Promise.all(
      batch.map(async (image) => {
        const syncState = manifest && syncStateOf(image.relativePath, listed, manifest);
        return { ...image, caption: await captionText(image, files), ...(syncState && { syncState }) };
      }),
    );
  }
}

function isAt(location: Location, place: PlaceInS3 | undefined): boolean {
  if (place === undefined) return true;
  const { bucket, prefix, endpoint } = place;
  return (
    location.bucket === bucket &&
    location.prefix === normalizePrefix(prefix) &&
    (endpoint === '' || canonical(location.endpoint) === canonical(endpoint))
  );
}

const canonical = (endpoint: string): string =>
  (URL.canParse(endpoint) ? new URL(endpoint).href : endpoint).replace(/\/+$/, '');

async function scan(
  { folder, imageExtensions }: ListRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<{ images: TrainingImage[]; files: FileStore; listed: ListedFiles }> {
  const extensions = new ImageExtensions(imageExtensions);
  const files = await adapters.openFolder(folder);
  const listing = await files.scan((path) => extensions.isWanted(path), signal);
  const listed = new Map(listing.files.map((file) => [file.path, file]));
  return { images: pairImages(listing.files, extensions), files, listed };
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
