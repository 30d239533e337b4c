/** A path relative to the style's folder, with `/` between segments on every platform. */
export type RelativePath = string;

/** An image file of a style, as users, scripts and other extensions see it. */
export interface TrainingImage {
  /** The file name with its extension: `cat 01.jpg`. */
  readonly name: string;
  /** The path inside the style: `10_cat/cat 01.jpg`. */
  readonly relativePath: RelativePath;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedTime: number;
  readonly hasCaption: boolean;
  /** Path of the caption inside the style; `null` if there is none. */
  readonly captionFile: RelativePath | null;
}

/**
 * How an image differs from the last sync: `new`, that sync did not know it; `changed`, the image or its caption is no
 * longer as that sync left it.
 */
export type SyncState = 'new' | 'changed';

/** A training image with the text of its caption, for the views that show and search it. */
export interface CaptionedImage extends TrainingImage {
  /** The caption as text (UTF-8, undecodable bytes replaced; for display only); `null` if there is none. */
  readonly caption: string | null;
  /** Absent if the image is as the last sync left it, or if the style has never been synced. */
  readonly syncState?: SyncState;
}

/** Lower case, without the dot. A setting can replace the list. */

export const DEFAULT_IMAGE_EXTENSIONS: readonly string[] = [
  'jpg',
  'jpeg',
  'png',
  'webp',
  'gif',
  'bmp',
  'avif',
  'tif',
  'tiff',
  'jxl',
];
