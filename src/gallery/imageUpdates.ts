import type { CaptionedImage } from '../dataset/trainingImage.js';
import {
  CAPTION_LIMIT,
  FIRST_IMAGES,
  IMAGES_PER_MESSAGE,
  type GalleryImage,
  type ImagesChangedMessage,
  type ImagesMessage,
} from './protocol.js';

/** What a thumbnail of this state of the file is known by. */
export function versionOf(image: CaptionedImage): string {
  return `${image.size}-${image.modifiedTime}`;
}

function galleryImage(image: CaptionedImage): GalleryImage {
  return {
    path: image.relativePath,
    name: image.name,
    hasCaption: image.hasCaption,
    caption: image.caption === null ? null : image.caption.slice(0, CAPTION_LIMIT),
    version: versionOf(image),
    syncState: image.syncState ?? null,
  };
}

/**
 * The messages that bring a page from the list `before` (`undefined`: from nothing) to `after`: the changes where
 * they are few, otherwise the whole list in parts. A generator, so that the sender can pause between parts.
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

/** The first message of the whole list: what a page can begin with, before the rest of it. */
export function firstImages(images: readonly CaptionedImage[]): ImagesMessage {
  return partOfList(images, captionedOf(images), 0, FIRST_IMAGES);
}

const captionedOf = (images: readonly CaptionedImage[]): number =>
  images.reduce((count, image) => count + (image.hasCaption ? 1 : 0), 0);

function* wholeList(images: readonly CaptionedImage[]): Generator<ImagesMessage> {
  // Once: for each part anew, it would cost more than the part.
  const captioned = captionedOf(images);
  yield partOfList(images, captioned, 0, FIRST_IMAGES);
  for (let offset = FIRST_IMAGES; offset < images.length; offset += IMAGES_PER_MESSAGE) {
    yield partOfList(images, captioned, offset, IMAGES_PER_MESSAGE);
  }
}

function partOfList(
  images: readonly CaptionedImage[],
  captioned: number,
  offset: number,
  most: number,
): ImagesMessage {
  return {
    type: 'images',
    offset,
    total: images.length,
    captioned,
    images: images.slice(offset, offset + most).map(galleryImage),
  };
}

/** `undefined` where the whole list is the better message: many changes, or what stayed stands in another order. */
function changesBetween(
  before: readonly CaptionedImage[],
  after: readonly CaptionedImage[],
): ImagesChangedMessage | undefined {
  const now = new Set(after.map((image) => image.relativePath));
  const kept = before.filter((image) => now.has(image.relativePath));
  const keptPaths = new Set(kept.map((image) => image.relativePath));
  const removed = before.filter((image) => !now.has(image.relativePath)).map((image) => image.relativePath);
  const put: { index: number; image: GalleryImage }[] = [];
  let next = 0;
  for (const [index, image] of after.entries()) {
    if (!keptPaths.has(image.relativePath)) {
      put.push({ index, image: galleryImage(image) });
      continue;
    }
    const old = kept[next++];
    if (old?.relativePath !== image.relativePath) return undefined;
    if (!looksTheSame(old, image)) put.push({ index, image: galleryImage(image) });
  }
  if (removed.length + put.length > IMAGES_PER_MESSAGE) return undefined;
  return { type: 'imagesChanged', removed, put };
}

function looksTheSame(a: CaptionedImage, b: CaptionedImage): boolean {
  return (
    a.hasCaption === b.hasCaption &&
    a.caption === b.caption &&
    a.syncState === b.syncState &&
    versionOf(a) === versionOf(b)
  );
}
