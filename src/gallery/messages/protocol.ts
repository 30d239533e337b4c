import type { SyncState } from '../../dataset/trainingImage.js';
import type { ThumbnailStatus } from '../../thumbnails/making/thumbnailStatus.js';

/**
 * Between a gallery's panel (extension host) and its page (browser). Everything here survives the webview's
 * message channel: JSON, and ArrayBuffers as they are.
 */

/** A training image as its card shows it. */
export interface GalleryImage {
  /** Relative path inside the style: the image's identity on the page. */
  readonly path: string;
  readonly name: string;
  readonly hasCaption: boolean;
  /** For display and search: at most `CAPTION_LIMIT` characters; `null` where there is none. */
  readonly caption: string | null;
  /** Changes with the file's size or modified time: its thumbnail is then another one. */
  readonly version: string;
  /** What has become of it since the last sync; `null`: nothing, or there was none. */
  readonly syncState: SyncState | null;
}

/** Characters of a caption that are sent to the page: longer than any real one, shorter than a stray log file. */
export const CAPTION_LIMIT = 4000;

/** Images per message: a batch of this size is serialised in a few milliseconds, on a busy machine too. */
export const IMAGES_PER_MESSAGE = 250;

/** Images of the first message of a list: what a window shows at once, and little to wait for. */
export const FIRST_IMAGES = 48;

/** Side of a thumbnail's box, pixels. */
export const THUMBNAIL_SIZE = { min: 96, max: 320, step: 16, default: 176 } as const;

/** A part of the whole list: offset 0 begins it anew, `offset + images.length === total` ends it. */
export interface ImagesMessage {
  readonly type: 'images';
  readonly offset: number;
  readonly total: number;
  /** How many images of the whole list have a caption: known before they have all come. */
  readonly captioned: number;
  readonly images: readonly GalleryImage[];
}

/** What differs from the list that the page has: first `removed` goes, then `put` lands, in the order given. */
export interface ImagesChangedMessage {
  readonly type: 'imagesChanged';
  readonly removed: readonly string[];
  /** `index` is the place in the new list; an image that is there already (by path) is replaced. */
  readonly put: readonly { readonly index: number; readonly image: GalleryImage }[];
}

/** One of the two, as the UTF-8 of its JSON (`packedMessage.ts`). */
export interface PackedMessage {
  readonly type: 'packed';
  readonly bytes: ArrayBuffer;
}

/** One thumbnail of a batch; its WebP is `bytes.slice(start, end)`, empty where nothing could be decoded. */
export interface ThumbnailItem {
  readonly path: string;
  readonly version: string;
  readonly status: ThumbnailStatus;
  readonly start: number;
  readonly end: number;
}

export interface SyncStatus {
  /** `Uploading 212 of 340 · 41 of 66 MB · cat 07.jpg` */
  readonly text: string;
  /** 0 to 1; `null` while the total is not known. */
  readonly fraction: number | null;
}

export interface SyncSummary {
  readonly message: string;
  readonly outcome: 'done' | 'failed' | 'cancelled';
}

export type ToPage =
  | {
      readonly type: 'init';
      readonly strings: GalleryStrings;
      /** BCP 47, for numbers. */
      readonly language: string;
      /** URI of the style's folder: kept in the page's state, so that a reload finds its style. */
      readonly folder: string;
      /** The size last chosen in this workspace. */
      readonly thumbnailSize: number;
    }
  | { readonly type: 'status'; readonly loading: boolean; readonly error: string | null }
  | ImagesMessage
  | ImagesChangedMessage
  | { readonly type: 'thumbnails'; readonly bytes: ArrayBuffer; readonly items: readonly ThumbnailItem[] }
  | { readonly type: 'sync'; readonly sync: SyncStatus | null; readonly summary: SyncSummary | null }
  | { readonly type: 'syncDeletes'; readonly value: boolean };

export type FromPage =
  | { readonly type: 'ready' }
  /** `images`: the selected ones; `null`: all. */
  | { readonly type: 'syncToS3'; readonly images: readonly string[] | null }
  | { readonly type: 'syncFromS3' }
  /** As `syncToS3`; the direction is asked for. */
  | { readonly type: 'previewSync'; readonly images: readonly string[] | null }
  /** It asks before it does anything. */
  | { readonly type: 'undoLastSync' }
  | { readonly type: 'cancelSync' }
  | { readonly type: 'dismissSummary' }
  | { readonly type: 'setSyncDeletes'; readonly value: boolean }
  | { readonly type: 'setThumbnailSize'; readonly size: number }
  | { readonly type: 'refresh' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openImage'; readonly path: string }
  | { readonly type: 'openCaption'; readonly path: string }
  /** In the order of need; replaces what was wanted before. */
  | { readonly type: 'wantThumbnails'; readonly paths: readonly string[] }
  /** An error on the page that nothing caught. */
  | { readonly type: 'failed'; readonly message: string };

/** Every visible string of the page, translated; `{0}`, `{1}` are filled in there. */
export interface GalleryStrings {
  readonly syncToS3: string;
  /** `Sync {0} to S3` */
  readonly syncSelectedToS3: string;
  readonly syncToS3Tooltip: string;
  /** `{0}`: how many are selected. */
  readonly syncSelectedToS3Tooltip: string;
  readonly syncFromS3: string;
  readonly syncFromS3Tooltip: string;
  readonly previewSync: string;
  readonly undoLastSync: string;
  readonly filter: string;
  /** `All {0}` */
  readonly filterAll: string;
  readonly filterCaptioned: string;
  readonly filterUncaptioned: string;
  readonly searchPlaceholder: string;
  readonly clearSearch: string;
  readonly thumbnailSize: string;
  readonly smaller: string;
  readonly larger: string;
  readonly refresh: string;
  /** `{0} of {1} selected` */
  readonly selected: string;
  /** `{0} of {1} selected, {2} hidden by the filter` */
  readonly selectedSomeHidden: string;
  readonly selectAll: string;
  readonly clear: string;
  readonly syncDeletes: string;
  readonly syncDeletesTooltip: string;
  readonly actions: string;
  readonly selectionActions: string;
  readonly images: string;
  /** `{0} of {1} images shown` */
  readonly shown: string;
  readonly hasCaption: string;
  /** Of the sync states. */
  readonly isNew: string;
  readonly isChanged: string;
  readonly noCaption: string;
  readonly emptyCaption: string;
  readonly unreadable: string;
  readonly damaged: string;
  readonly noPreview: string;
  readonly tooLarge: string;
  readonly cancel: string;
  readonly showLog: string;
  readonly dismiss: string;
  readonly syncProgress: string;
  readonly reading: string;
  /** `No images in {folder}.`, with the folder in it. */
  readonly noImages: string;
  readonly noMatches: string;
  readonly showAll: string;
}
