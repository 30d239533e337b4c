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
 * What a sync to S3 would do with an image and its caption, as far as the disk and the last sync tell: `new`, S3 does not
 * have the image yet; `changed`, the image or its caption goes up again. `failed` and `conflict`: the last sync left the
 * pair, and no sync has settled it since.
 */
export type SyncState = 'new' | 'changed' | 'failed' | 'conflict';

/** A training image with the text of its caption, for the views that show and search it. */
export interface CaptionedImage extends TrainingImage {
  /** The caption as text (UTF-8, undecodable bytes replaced; for display only); `null` if there is none. */
  readonly caption: string | null;
  /** Absent if a sync to S3 would do nothing with the pair, or if the style was never synced with the place. */
  readonly syncState?: SyncState;
  /** One sentence, why the last sync left the pair. */
  readonly stateReason?: string;
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
