import { mayBeCaption, stemOf, type ImageExtensions } from '../dataset/pairing.js';
import type { RelativePath, SyncState } from '../dataset/trainingImage.js';
import type { LocalFile } from '../core/ports/fileStore.js';
import type { Manifest } from '../core/ports/manifest.js';
import type { SyncReport } from '../core/ports/stores.js';
import { decisionToS3, type ContentOf, type LeftUndone } from '../sync/plan/syncState.js';
import { MOST_DELETED, type BrokenOffSync, type StyleStanding } from './protocol/standing.js';

/** Counts the files of a style by what a sync to S3 would do with them, while they are read. */
export class StandingTally {
  /** The captions that were counted, and whether they go up: images of one stem share them. */
  readonly #counted = new Map<RelativePath, boolean>();
  #images = 0;
  #captions = 0;
  #pairs = 0;
  #failed = 0;
  #conflicts = 0;
  #emptyCaptions = 0;

  constructor(
    private readonly manifest: Pick<Manifest, 'entries'>,
    private readonly contentOf: ContentOf,
  ) {}

  /** Counts an image of the style. Returns whether it goes up. */
  image(file: LocalFile): boolean {
    const goesUp = this.#goesUp(file);
    if (goesUp) this.#images += 1;
    return goesUp;
  }

  /** Counts a caption, once. Returns whether it goes up. */
  caption(file: LocalFile, isEmpty: boolean): boolean {
    const known = this.#counted.get(file.path);
    if (known !== undefined) return known;
    const goesUp = this.#goesUp(file);
    this.#counted.set(file.path, goesUp);
    if (isEmpty) this.#emptyCaptions += 1;
    if (goesUp) this.#captions += 1;
    return goesUp;
  }

  /** Counts an image by its mark. */
  mark(state: SyncState): void {
    if (state === 'failed') this.#failed += 1;
    else if (state === 'conflict') this.#conflicts += 1;
    else this.#pairs += 1;
  }

  /** `paths`: all images and texts of the style's folder. */
  finish(
    paths: readonly RelativePath[],
    { hasPlace, isSynced, extensions, report, statOf }: Known,
  ): StyleStanding {
    const here = new Set(paths);
    this.#countLoneCaptions(paths, here, extensions, statOf);
    const gone = [...this.#goneSince(here, extensions)];
    return {
      hasPlace,
      isSynced,
      syncedAtMs: report?.endedAtMs ?? undefined,
      toUpload: { images: this.#images, captions: this.#captions },
      pairsToUpload: this.#pairs,
      deletedHere: gone.slice(0, MOST_DELETED),
      deletedHereCount: gone.length,
      brokenOff: brokenOffIn(report, this.#images + this.#captions),
      failed: this.#failed,
      conflicts: this.#conflicts,
      emptyCaptions: this.#emptyCaptions,
    };
  }

  #goesUp(file: LocalFile): boolean {
    const entry = this.manifest.entries.get(file.path);
    return decisionToS3(file, entry, this.contentOf).action === 'transfer';
  }

  /** A text without an image here is a caption where the last sync knew an image of its stem. */
  #countLoneCaptions(
    paths: readonly RelativePath[],
    here: ReadonlySet<RelativePath>,
    extensions: ImageExtensions,
    statOf: Known['statOf'],
  ): void {
    const stems = new Set<string>();
    for (const path of this.manifest.entries.keys()) {
      if (!here.has(path) && extensions.isImage(path)) stems.add(stemOf(path));
    }
    if (stems.size === 0) return;
    for (const path of paths) {
      if (!mayBeCaption(path) || this.#counted.has(path) || !stems.has(stemOf(path))) continue;
      const file = statOf(path);
      if (file === undefined) continue;
      if (this.caption(file, file.size === 0)) this.#pairs += 1;
    }
  }

  *#goneSince(here: ReadonlySet<RelativePath>, extensions: ImageExtensions): Generator<RelativePath> {
    for (const [path, entry] of this.manifest.entries) {
      if (here.has(path) || !extensions.isWanted(path)) continue;
      if (decisionToS3(undefined, entry, this.contentOf, true).action === 'delete') yield path;
    }
  }
}

/** What is known of a style beside its files. */
interface Known {
  readonly hasPlace: boolean;
  readonly isSynced: boolean;
  readonly extensions: ImageExtensions;
  readonly report: SyncReport | undefined;
  readonly statOf: (path: RelativePath) => LocalFile | undefined;
}

/**
 * `left`: files that a sync to S3 would upload now. Of a killed sync nobody has counted what it did; what is no longer to
 * be uploaded is known to have been.
 */
function brokenOffIn(report: SyncReport | undefined, left: number): BrokenOffSync | undefined {
  if (report === undefined || report.isComplete) return undefined;
  const { startedAtMs, direction, total } = report;
  const counted = direction === 'to-s3' ? Math.max(0, total - left) : undefined;
  const done = report.endedAtMs === null ? counted : report.done;
  // A sync that did nothing left nothing half done, and where nothing is left to do, it has been continued.
  if (done === 0 || (direction === 'to-s3' && left === 0)) return undefined;
  return { startedAtMs, direction, done, total };
}

export function leftUndoneIn(report: SyncReport | undefined): LeftUndone {
  return {
    failed: new Map(report?.failed.map(({ path, reason }) => [path, reason])),
    conflicts: new Set(report?.conflicts),
  };
}
