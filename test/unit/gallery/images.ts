import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import type { GalleryImage } from '../../../src/gallery/messages/protocol.js';

/** A training image as the library lists it, by default without a caption. */
export function captionedImage(
  relativePath: string,
  caption: string | null = null,
  more: Partial<CaptionedImage> = {},
): CaptionedImage {
  return {
    name: relativePath.slice(relativePath.lastIndexOf('/') + 1),
    relativePath,
    size: 1000,
    modifiedTime: 1_700_000_000_000,
    hasCaption: caption !== null,
    captionFile: caption === null ? null : relativePath.replace(/\.[^.]*$/, '.txt'),
    caption,
    ...more,
  };
}

/** The same image as the page receives it. */
export function galleryImage(path: string, caption: string | null = null): GalleryImage {
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    hasCaption: caption !== null,
    caption,
    version: '1',
    syncState: null,
  };
}

/** `cat 00001.jpg`, `cat 00002.jpg` and so on; every third image has no caption. */
export function manyImages(count: number): CaptionedImage[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return captionedImage(`cat ${number}.jpg`, index % 3 === 2 ? null : `a cat, number ${index + 1}`);
  });
}
