import type { SyncState } from '../../dataset/trainingImage.js';
import type { Sort } from './sorts.js';
import type { ThumbnailStatus } from '../../thumbnails/making/thumbnailStatus.js';
import type { DetailsFromPage, DetailsStrings, DetailsToPage } from './detailsMessages.js';

/**
 * The messages between a gallery's panel (extension host) and its page (browser). Everything here survives the
 * webview's message channel, which carries JSON and ArrayBuffers.
 */

/** A training image as a card shows it. */
export interface GalleryImage {
  /** Relative path inside the style; identifies the image on the page. */
  readonly path: string;
  readonly name: string;
  readonly hasCaption: boolean;
  /** For display and search: at most `CAPTION_LIMIT` characters; `null` where there is none. */
  readonly caption: string | null;
  /** Changes with the file's size or modified time, and so identifies the thumbnail. */
  readonly version: string;
  /** What a sync to S3 would do, or what the last one left; `null`: nothing. */
  readonly syncState: SyncState | null;
  /** One sentence, why the last sync left the image. */
  readonly stateReason?: string;
}

/** Characters of a caption that are sent to the page: more than any real caption has, fewer than a stray log file. */
export const CAPTION_LIMIT = 4000;

/** Images per message: the editor serialises so many in a few milliseconds, on a busy machine too. */
export const IMAGES_PER_MESSAGE = 250;

/** Images in the first message of a list: what a window shows at once, and quick to send. */
export const FIRST_IMAGES = 48;

/** The side of a thumbnail's box. Pixels. */
export const THUMBNAIL_SIZE = { min: 96, max: 320, step: 16, default: 176 } as const;

/** A part of the whole list: offset 0 starts a new list, `offset + images.length === total` completes it. */
export interface ImagesMessage {
  readonly type: 'images';
  readonly offset: number;
  readonly total: number;
  /** How many images of the whole list have a caption, known before all images have come. */
  readonly captioned: number;
  readonly images: readonly GalleryImage[];
}

/** The differences from the page's list: first `removed` is removed, then `put` is inserted in the given order. */
export interface ImagesChangedMessage {
  readonly type: 'imagesChanged';
  readonly removed: readonly string[];
  /** `index`: the position in the new list. An image with the same path is replaced. */
  readonly put: readonly { readonly index: number; readonly image: GalleryImage }[];
}

/** One of the two messages above as the UTF-8 of its JSON (`packedMessage.ts`). */
export interface PackedMessage {
  readonly type: 'packed';
  readonly bytes: ArrayBuffer;
}

/** A thumbnail of a batch. Its WebP is `bytes.slice(start, end)`, empty where nothing could be decoded. */
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
  readonly outcome: 'done' | 'attention' | 'failed' | 'cancelled';
  /** The labels of its buttons. */
  readonly actions: readonly string[];
}

export type ToPage =
  | {
      readonly type: 'init';
      readonly strings: GalleryStrings;
      /** BCP 47, for numbers. */
      readonly language: string;
      /** URI of the style's folder. The page keeps it in its state, so that a reloaded window finds the style. */
      readonly folder: string;
      /** The size that was last chosen in this workspace. */
      readonly thumbnailSize: number;
      /** The order that was last chosen in this workspace. */
      readonly sort: Sort;
    }
  | {
      /** The line above the toolbar. */
      readonly type: 'head';
      /** The style's id. */
      readonly name: string;
      /** `212 images · 3 without caption`; empty while that is unknown. */
      readonly counts: string;
      /** Where the style stands with S3; `null` while that is unknown. */
      readonly standing: { readonly text: string; readonly needsSync: boolean } | null;
    }
  | { readonly type: 'status'; readonly loading: boolean; readonly error: string | null }
  | ImagesMessage
  | ImagesChangedMessage
  | { readonly type: 'thumbnails'; readonly bytes: ArrayBuffer; readonly items: readonly ThumbnailItem[] }
  /** The answer to `wantOriginal`: the file, or no bytes if it is too large or cannot be read. */
  | { readonly type: 'original'; readonly path: string; readonly bytes: ArrayBuffer }
  | { readonly type: 'sync'; readonly sync: SyncStatus | null; readonly summary: SyncSummary | null }
  | { readonly type: 'syncDeletes'; readonly value: boolean }
  | DetailsToPage;

export type FromPage =
  | { readonly type: 'ready' }
  /** `images`: the selected ones; `null`: all. */
  | { readonly type: 'syncToS3'; readonly images: readonly string[] | null }
  | { readonly type: 'syncFromS3' }
  /** As `syncToS3`; the extension asks for the direction. */
  | { readonly type: 'previewSync'; readonly images: readonly string[] | null }
  /** The extension asks before it undoes anything. */
  | { readonly type: 'undoLastSync' }
  | { readonly type: 'cancelSync' }
  | { readonly type: 'dismissSummary' }
  /** `action`: the index of the pressed button of the summary. */
  | { readonly type: 'followSummary'; readonly action: number }
  | { readonly type: 'setSyncDeletes'; readonly value: boolean }
  | { readonly type: 'setThumbnailSize'; readonly size: number }
  | { readonly type: 'setSort'; readonly sort: Sort }
  | { readonly type: 'refresh' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openImage'; readonly path: string }
  | { readonly type: 'openCaption'; readonly path: string }
  | { readonly type: 'renamePair'; readonly path: string }
  | { readonly type: 'deletePairs'; readonly images: readonly string[] }
  /** In the order of need. Replaces the request before. */
  | { readonly type: 'wantThumbnails'; readonly paths: readonly string[] }
  | DetailsFromPage
  /** The file itself, of which no thumbnail could be made, for the page to decode. */
  | { readonly type: 'wantOriginal'; readonly path: string }
  /** An uncaught error of the page. */
  | { readonly type: 'failed'; readonly message: string };

/** What a gallery can be filtered by. */
export type FilterId =
  | 'all'
  | 'captioned'
  | 'uncaptioned'
  | 'emptyCaption'
  | 'notInS3'
  | 'changed'
  | 'failed'
  | 'conflict'
  | 'damaged';

/** The translated strings of the page, which fills in `{0}` and `{1}`. */
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
  readonly more: string;
  readonly filter: string;
  /** By the id of a filter: `All {0}`, `Without caption {0}`. */
  readonly filters: Readonly<Record<FilterId, string>>;
  readonly sort: string;
  readonly sorts: Readonly<Record<Sort, string>>;
  readonly searchPlaceholder: string;
  /** The accessible name of the search field. */
  readonly searchLabel: string;
  readonly searchTooltip: string;
  /** ` of {0}`, after the number of matches: all images. */
  readonly ofAll: string;
  readonly clearSearch: string;
  readonly thumbnailSize: string;
  readonly smaller: string;
  readonly larger: string;
  readonly refresh: string;
  /** `{0} selected` */
  readonly selectedAlone: string;
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
  /** `{0} images`, of a folder. */
  readonly folderCount: string;
  readonly oneImage: string;
  /** `{0} of {1} images shown` */
  readonly shown: string;
  readonly hasCaption: string;
  readonly syncStates: Readonly<Record<SyncState, string>>;
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
  /** `No images in {folder}.`, with the folder filled in. */
  readonly noImages: string;
  readonly noMatches: string;
  readonly showAll: string;
  readonly details: DetailsStrings;
}
