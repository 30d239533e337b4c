import {
  captionedImage,
  captionPathOf,
  compareNaturally,
  ImageExtensions,
  pairImages,
  pairPaths,
  type ImagePair,
} from '../dataset/pairing.js';
import { loneCaptionsIn } from '../dataset/loneCaptions.js';
import type { CaptionedImage, RelativePath, TrainingImage } from '../dataset/trainingImage.js';
import { asSyncError } from '../core/errors.js';
import { keyPrefixOf, normalizePrefix, type Location } from '../core/location.js';
import type { Manifest } from '../core/ports/manifest.js';
import { problemWithName, type Platform } from '../core/names.js';
import type { SyncReport } from '../core/ports/stores.js';
import { syncStateOf, type LeftUndone } from '../sync/plan/syncState.js';
import { leftUndoneIn, StandingTally } from './standingTally.js';
import type { StyleStanding } from './protocol/standing.js';
import type { StyleAdapters } from './protocol/adapters.js';
import type { ListedFolder } from './listedFolder.js';
import type { ListRequest, PlaceInS3 } from './protocol/requests.js';

/** Images per batch of `listCaptionedImages`: small enough for the receiving thread to stay responsive. */
const BATCH = 500;
/** Images of the first batch: a gallery can start with it. */
const FIRST_BATCH = 100;
/** Images that are read without a pause: a few milliseconds. */
const IMAGES_PER_PAUSE = 50;
/** The part of a caption that is shown and searched. Bytes. */
const CAPTION_LIMIT = 64 * 1024;

/** The training images of a style, in natural order. Throws `missing-folder`, `incomplete-listing`, `cancelled`. */
export async function listImages(
  request: ListRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<TrainingImage[]> {
  const extensions = new ImageExtensions(request.imageExtensions);
  const files = await adapters.openFolder(request.folder, { followLinks: request.followLinks });
  const listing = await files.scan((path) => extensions.isWanted(path), signal);
  return pairImages(listing.files, extensions);
}

export interface CaptionedListAdapters {
  /** Throws `missing-folder`, `bad-argument`, `incomplete-listing`. */
  openListedFolder(folder: string, options: { followLinks?: boolean | undefined }): Promise<ListedFolder>;
  /**
   * The newest manifest of a folder (`root` as of `FileStore`) whose location satisfies `isMeant`; `undefined`: there
   * is none.
   */
  newestManifestOf(root: string, isMeant: (location: Location) => boolean): Promise<Manifest | undefined>;
  /** The report on the last sync with a location, as of `ReportStore.load`; `undefined` while a sync is under way. */
  reportOf(root: string, location: Location): Promise<SyncReport | undefined>;
  readonly platform: Platform;
}

/** How many images a style has, and how many of them are captioned. */
export interface ImageCounts {
  readonly total: number;
  readonly captioned: number;
}

/** The images of a style, in batches. */
export interface CaptionedListing {
  /** Counted by file names, before any image is read. Images that vanish meanwhile are missing in the batches. */
  readonly counts: ImageCounts;
  /** In natural order. Throws `incomplete-listing`, `cancelled`. */
  readonly batches: AsyncIterable<readonly CaptionedImage[]>;
  /** Texts that no image has. */
  readonly loneCaptions: readonly RelativePath[];
  /** Call after the last batch. */
  standing(): StyleStanding;
}

/**
 * The images of a style with the texts of their captions and their states since the last sync: first the counts, then
 * the images, then where the style stands with S3. Throws as `listImages`.
 */
export async function listCaptionedImages(
  request: ListRequest,
  adapters: CaptionedListAdapters,
  signal: AbortSignal,
): Promise<CaptionedListing> {
  const extensions = new ImageExtensions(request.imageExtensions);
  const folder = await adapters.openListedFolder(request.folder, { followLinks: request.followLinks });
  const paths = await folder.paths((path) => extensions.isWanted(path), signal);
  const pairs = pairPaths(paths, extensions);
  const manifest = await adapters.newestManifestOf(folder.root, (location) =>
    isAt(location, request.syncedWith),
  );
  const report = manifest && (await adapters.reportOf(folder.root, manifest.location));
  const captioned = pairs.reduce((count, { caption }) => count + (caption === null ? 0 : 1), 0);
  const look = new Look(request, folder, manifest, report, adapters.platform);
  return {
    counts: { total: pairs.length, captioned },
    batches: look.at(pairs, signal),
    loneCaptions: loneCaptionsIn(paths, extensions).sort(compareNaturally),
    standing: () => look.standing(paths, extensions),
  };
}

/** Looks at the images of a style one after the other, and counts where they stand. */
class Look {
  readonly #entries: Manifest['entries'];
  readonly #hasPlace: boolean;
  readonly #tally: StandingTally;
  readonly #left: LeftUndone;
  readonly #keyPrefix: string;

  constructor(
    request: ListRequest,
    readonly folder: ListedFolder,
    readonly manifest: Manifest | undefined,
    readonly report: SyncReport | undefined,
    readonly platform: Platform,
  ) {
    this.#entries = manifest?.entries ?? new Map<RelativePath, never>();
    this.#hasPlace = manifest !== undefined || request.syncedWith !== undefined;
    this.#tally = new StandingTally({ entries: this.#entries }, (file) => folder.contentOf(file));
    this.#left = leftUndoneIn(report);
    this.#keyPrefix = manifest === undefined ? '' : keyPrefixOf(manifest.location);
  }

  standing(paths: readonly RelativePath[], extensions: ImageExtensions): StyleStanding {
    return this.#tally.finish(paths, {
      hasPlace: this.#hasPlace,
      isSynced: this.manifest !== undefined,
      extensions,
      report: this.report,
      statOf: (path) => this.folder.stat(path),
    });
  }

  async *at(pairs: readonly ImagePair[], signal: AbortSignal): AsyncGenerator<readonly CaptionedImage[]> {
    let batch: CaptionedImage[] = [];
    let most = FIRST_BATCH;
    for (const [index, pair] of pairs.entries()) {
      if (index % IMAGES_PER_PAUSE === 0) await this.folder.pause(signal);
      const image = this.#lookAt(pair);
      if (image !== undefined) batch.push(image);
      if (batch.length < most) continue;
      yield batch;
      batch = [];
      most = BATCH;
    }
    if (batch.length > 0) yield batch;
  }

  /** `undefined`: the image has vanished since its name was read, or its state cannot be read. */
  #lookAt({ image: path, caption: captionPath }: ImagePair): CaptionedImage | undefined {
    const { folder } = this;
    const file = folder.stat(path);
    if (file === undefined) return undefined;
    const text = captionText(captionPath, folder);
    const image = captionedImage(file, text);
    const caption = image.captionFile === null ? undefined : folder.stat(image.captionFile);
    const captionGoesUp =
      caption !== undefined && this.#tally.caption(caption, text === '' && caption.size === 0);
    if (!this.#hasPlace) return image;
    const refusal = problemWithName(path, this.#keyPrefix, this.platform);
    if (refusal !== undefined) return this.#leave(image, 'failed', refusal);
    const goesUp = { image: this.#tally.image(file), caption: captionGoesUp };
    const syncState = syncStateOf(path, goesUp, { entries: this.#entries }, this.#left);
    if (syncState === 'failed' || syncState === 'conflict') {
      const { failed } = this.#left;
      return this.#leave(image, syncState, failed.get(path) ?? failed.get(captionPathOf(path)));
    }
    if (syncState === undefined) return image;
    this.#tally.mark(syncState);
    return { ...image, syncState };
  }

  #leave(
    image: CaptionedImage,
    syncState: 'failed' | 'conflict',
    reason: string | undefined,
  ): CaptionedImage {
    this.#tally.mark(syncState);
    return { ...image, syncState, ...(reason !== undefined && { stateReason: reason }) };
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

const UTF8 = new TextDecoder('utf-8');

/** For display: undecodable bytes are replaced. `null`: the caption has vanished meanwhile; empty: it is unreadable. */
function captionText(captionFile: RelativePath | null, folder: ListedFolder): string | null {
  if (captionFile === null) return null;
  try {
    const bytes = folder.beginningOf(captionFile, CAPTION_LIMIT);
    return bytes === undefined ? null : UTF8.decode(bytes);
  } catch (error) {
    if (asSyncError(error).code === 'unreadable-file') return '';
    throw error;
  }
}
