/** A path inside a style, relative to its folder, with `/` between segments on every platform. */
export type RelativePath = string;

/** An image file of a style, as users, scripts and other extensions see it. */
export interface TrainingImage {
  /** File name with its extension: `cat 01.jpg`. */
  readonly name: string;
  /** Path inside the style: `10_cat/cat 01.jpg`. */
  readonly relativePath: RelativePath;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedTime: number;
  readonly hasCaption: boolean;
  /** Path of the caption inside the style; `null` where there is none. */
  readonly captionFile: RelativePath | null;
}

/**
 * What a sync to S3 would find: an image that the last sync did not know (`new`), or one that is not as it was left, or
 * whose caption is not (`changed`).
 */
export type SyncState = 'new' | 'changed';

/** A training image with the text of its caption, for the views that show and search it. */
export interface CaptionedImage extends TrainingImage {
  /** The caption as text (UTF-8, undecodable bytes replaced; for display only), `null` where there is none. */
  readonly caption: string | null;
  /** Left out: as the last sync left it, or the style has never been synced. */
  readonly syncState?: SyncState;
}

/** Lower case, without the dot; a setting can change the list. */
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
