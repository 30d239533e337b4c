import type { RelativePath } from '../dataset/trainingImage.js';
import { md5OfEtag } from '../core/content/sameContent.js';
import { asSyncError, SyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import { WeightedSemaphore } from '../core/concurrency/weightedSemaphore.js';
import type { ObjectStore, UploadInfo } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import { uploadInfoOfBytes } from '../core/content/uploadInfo.js';
import { bundleOf, type BundledCaption } from './captionBundle.js';
import type { Backup, RecoveryStore, RunHeader } from '../core/ports/journal.js';
import { readContent } from './readContent.js';
import { bundleKeyOf } from './trash.js';

/** A caption in S3 that a run may replace or delete, and whose listed object has a known content. */
export interface FormerCaption {
  readonly path: RelativePath;
  /** As listed. */
  readonly etag: string;
  /** Lower-case hex of the content that this ETag stands for. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A single caption is copied instead, which is one request as well. */
const MIN_CAPTIONS_PER_BUNDLE = 2;
const MAX_CAPTIONS_PER_BUNDLE = 1000;
/** Of all texts in a bundle. Bytes. */
const MAX_TEXT_BYTES_PER_BUNDLE = 4 * 1024 * 1024;

type CaptionBackup = Extract<Backup, { in: 'captions' }>;
type BackupsByPath = ReadonlyMap<RelativePath, CaptionBackup>;

interface Bundle {
  /** Increases within a run. */
  readonly number: number;
  readonly captions: Map<RelativePath, FormerCaption>;
  size: number;
  /** Which captions have their text in S3; set when the first of them is backed up. */
  backups?: Promise<BackupsByPath>;
}

/**
 * Backs up the former texts of captions in S3, many with one request (docs/sync-contract.md §4). When the first caption
 * of a bundle is about to be replaced or deleted, the remembered texts of the whole bundle are stored. The objects
 * themselves are not read: each act has a condition that its object is still the listed one.
 */
export class CaptionBackups {
  readonly #bundles: ReadonlyMap<RelativePath, Bundle>;
  /** Limits the texts in memory to one bundle. */
  readonly #memory = new WeightedSemaphore(MAX_TEXT_BYTES_PER_BUNDLE);

  /** `captions`: in the order in which the run will replace or delete them. */
  constructor(
    captions: readonly FormerCaption[],
    private readonly header: RunHeader,
    private readonly recovery: Pick<RecoveryStore, 'caption'>,
    private readonly objects: Pick<ObjectStore, 'put' | 'get'>,
    private readonly log: LogSink,
  ) {
    this.#bundles = bundlesOf(captions);
  }

  /**
   * Where the text of the object is backed up; `undefined`: the caller must back it up in another way. Throws
   * `cancelled`.
   */
  async backUp(path: RelativePath, etag: string, signal: AbortSignal): Promise<CaptionBackup | undefined> {
    const bundle = this.#bundles.get(path);
    if (bundle === undefined || !isSameEtag(bundle.captions.get(path)?.etag, etag)) return undefined;
    bundle.backups ??= this.#memory.with(MAX_TEXT_BYTES_PER_BUNDLE, () => this.#store(bundle, signal));
    return (await bundle.backups).get(path);
  }

  /**
   * Empty where storing fails: each caption can still be copied, so one failed request must not fail a thousand
   * captions.
   */
  async #store(bundle: Bundle, signal: AbortSignal): Promise<BackupsByPath> {
    try {
      const captions = await this.#textsOf(bundle);
      if (captions.length < MIN_CAPTIONS_PER_BUNDLE) return new Map();
      const key = bundleKeyOf(this.header.location, this.header.id, bundle.number);
      const bytes = bundleOf(captions);
      const info = uploadInfoOfBytes(key, bytes);
      const { etag } = await this.objects.put({ key, content: bytes, info }, 'absent', signal);
      if (md5OfEtag(etag) !== info.md5) await this.#checkStored(key, info, signal);
      return new Map(captions.map(({ path, sha256 }) => [path, { in: 'captions', key, sha256 }]));
    } catch (error) {
      const failure = asSyncError(error);
      if (failure.code === 'cancelled') throw failure;
      this.log('warn', `Captions are copied one by one, not kept together: ${failure.message}`);
      return new Map();
    }
  }

  /** Reads the bundle back, for servers whose ETag is not its MD5: one request for up to a thousand captions. */
  async #checkStored(key: string, { sha256 }: UploadInfo, signal: AbortSignal): Promise<void> {
    if ((await readContent(this.objects, key, signal))?.sha256 === sha256) return;
    throw new SyncError('wrong-bytes', { file: key, cause: 'S3 holds other bytes' });
  }

  async #textsOf({ captions }: Bundle): Promise<BundledCaption[]> {
    const found: BundledCaption[] = [];
    for (const { path, sha256 } of captions.values()) {
      const text = await this.recovery.caption(sha256);
      if (text !== undefined) found.push({ path, sha256, text });
    }
    return found;
  }
}

/** Distributes the captions over bundles; returns the bundle of each. */
function bundlesOf(captions: readonly FormerCaption[]): Map<RelativePath, Bundle> {
  const bundles = new Map<RelativePath, Bundle>();
  let bundle: Bundle = { number: 1, captions: new Map(), size: 0 };
  for (const caption of captions) {
    if (
      bundle.captions.size === MAX_CAPTIONS_PER_BUNDLE ||
      bundle.size + caption.size > MAX_TEXT_BYTES_PER_BUNDLE
    ) {
      bundle = { number: bundle.number + 1, captions: new Map(), size: 0 };
    }
    bundle.captions.set(caption.path, caption);
    bundle.size += caption.size;
    bundles.set(caption.path, bundle);
  }
  return bundles;
}
