import { compareNaturally } from '../dataset/pairing.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { ImageCounts } from '../operations/listImages.js';
import { writeVersion } from './messages/imageVersion.js';
import {
  CAPTION_LIMIT,
  FIRST_IMAGES,
  IMAGES_PER_MESSAGE,
  type GalleryImage,
  type ImagesChangedMessage,
  type ImagesMessage,
} from './messages/protocol.js';

/** Beyond this number of changes, the whole list is sent in its small messages. */
const MAX_CHANGES = 1000;

/** The version of an image's thumbnail: changes with the file. */
export function versionOf(image: CaptionedImage): string {
  return writeVersion(image);
}

function galleryImage(image: CaptionedImage): GalleryImage {
  return {
    path: image.relativePath,
    name: image.name,
    hasCaption: image.hasCaption,
    caption: image.caption === null ? null : image.caption.slice(0, CAPTION_LIMIT),
    version: versionOf(image),
    syncState: image.syncState ?? null,
    ...(image.stateReason !== undefined && { stateReason: image.stateReason }),
  };
}

/**
 * The messages that turn the list `before` (`undefined`: none) of a page into `after`: the changes where they are few,
 * otherwise the whole list in parts. A generator, so that the sender can pause between parts.
 */
export function* imageMessages(
  before: readonly CaptionedImage[] | undefined,
  after: readonly CaptionedImage[],
): Generator<ImagesMessage | ImagesChangedMessage> {
  const changes = before && changesBetween(before, after);
  if (changes === undefined) {
    yield* wholeList(after);
  } else if (changes.removed.length + changes.put.length > 0) {
    yield changes;
  }
}

/** The first message of the whole list: enough for a page to start with. */
export function firstImages(
  images: readonly CaptionedImage[],
  counts: ImageCounts = countsOf(images),
): ImagesMessage {
  return partOfList(images, counts, 0, FIRST_IMAGES);
}

/** How many images there are, and how many have a caption. */
export const countsOf = (images: readonly CaptionedImage[]): ImageCounts => ({
  total: images.length,
  captioned: images.reduce((count, image) => count + (image.hasCaption ? 1 : 0), 0),
});

function* wholeList(images: readonly CaptionedImage[]): Generator<ImagesMessage> {
  // Counted once: counting for each part would cost more than the part.
  const counts = countsOf(images);
  yield firstImages(images, counts);
  for (let offset = FIRST_IMAGES; offset < images.length; offset += IMAGES_PER_MESSAGE) {
    yield partOfList(images, counts, offset, IMAGES_PER_MESSAGE);
  }
}

function partOfList(
  images: readonly CaptionedImage[],
  { total, captioned }: ImageCounts,
  offset: number,
  most: number,
): ImagesMessage {
  return {
    type: 'images',
    offset,
    total,
    captioned,
    images: images.slice(offset, offset + most).map(galleryImage),
  };
}

/**
 * `undefined` where there are so many changes that the whole list is the better message. Both lists are in natural
 * order.
 */
function changesBetween(
  before: readonly CaptionedImage[],
  after: readonly CaptionedImage[],
): ImagesChangedMessage | undefined {
  const removed: string[] = [];
  const put: { index: number; image: GalleryImage }[] = [];
  let [old, now] = [0, 0];
  for (;;) {
    const [was, is] = [before[old], after[now]];
    if (was === undefined && is === undefined) return { type: 'imagesChanged', removed, put };
    const order = orderOf(was, is);
    if (was !== undefined && order < 0) removed.push(was.relativePath);
    else if (is !== undefined && (was === undefined || order > 0 || !looksTheSame(was, is))) {
      put.push({ index: now, image: galleryImage(is) });
    }
    if (order <= 0) old++;
    if (order >= 0) now++;
    if (removed.length + put.length > MAX_CHANGES) return undefined;
  }
}

/** Compares two images; `undefined`, the end of a list, comes last. */
function orderOf(was: CaptionedImage | undefined, is: CaptionedImage | undefined): number {
  if (was === undefined) return 1;
  if (is === undefined) return -1;
  // Most images are unchanged, and a comparison by the rules of a language takes a hundred times as long.
  if (was.relativePath === is.relativePath) return 0;
  return compareNaturally(was.relativePath, is.relativePath);
}

function looksTheSame(a: CaptionedImage, b: CaptionedImage): boolean {
  return (
    a.hasCaption === b.hasCaption &&
    a.caption === b.caption &&
    a.syncState === b.syncState &&
    a.stateReason === b.stateReason &&
    a.size === b.size &&
    a.modifiedTime === b.modifiedTime
  );
}
