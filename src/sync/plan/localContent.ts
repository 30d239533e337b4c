import { mayBeCaption, type ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Manifest, ManifestEntry } from '../../core/ports/manifest.js';
import { forEachLimited } from '../../core/concurrency/limited.js';
import type { FileStore, LocalFile, LocalHashes } from '../../core/ports/fileStore.js';

/** A file modified this shortly before the manifest was written may have changed again within the same clock tick. */
const RACY_WINDOW_MS = 2000;

export interface LocalContentContext {
  readonly files: Pick<FileStore, 'hash'>;
  readonly extensions: ImageExtensions;
  /** By the clock of the file system that holds the manifest; `undefined` without a manifest. */
  readonly manifestWrittenAtMs: number | undefined;
}

/** Files that are read ahead at once. */
const READ_AT_ONCE = 16;

/** A local file's content, read at most once and only when it is needed. */
export class LocalContent {
  #reading: Promise<LocalHashes> | undefined;
  #known: LocalHashes | undefined;

  constructor(
    readonly context: LocalContentContext,
    readonly local: LocalFile,
    readonly signal: AbortSignal,
  ) {}

  /** The hashes, where they have been computed. */
  get known(): LocalHashes | undefined {
    return this.#known;
  }

  hashes(): Promise<LocalHashes> {
    this.#reading ??= this.context.files.hash(this.local.path, this.signal).then((hashes) => {
      this.#known = hashes;
      return hashes;
    });
    return this.#reading;
  }

  /**
   * Whether the file's bytes differ from those of the last sync. Unchanged size, mtime and inode mean unchanged bytes,
   * except for captions, which are always read, and for files that are too young to trust (docs/sync-contract.md §1).
   */
  async differsFrom(base: ManifestEntry): Promise<boolean> {
    const { local, context } = this;
    if (local.size !== base.size) return true;
    const isSettled = local.mtimeMs < (context.manifestWrittenAtMs ?? 0) - RACY_WINDOW_MS;
    const looksUnchanged = local.mtimeMs === base.mtimeMs && local.ino === base.ino;
    if (looksUnchanged && isSettled && context.extensions.isImage(local.path)) return false;
    return (await this.hashes()).sha256 !== base.sha256;
  }
}

/** The contents of a folder's files, some of them read ahead. */
export class LocalContents {
  readonly #readAhead = new Map<RelativePath, LocalContent>();

  constructor(
    readonly context: LocalContentContext,
    readonly signal: AbortSignal,
  ) {}

  /**
   * Hands over the content that was read ahead, once: among hundreds of thousands of files, compared contents must not
   * stay in memory.
   */
  take(local: LocalFile): LocalContent {
    const { path } = local;
    const content = this.#readAhead.get(path) ?? new LocalContent(this.context, local, this.signal);
    this.#readAhead.delete(path);
    return content;
  }

  /**
   * Reads, a few at once, the captions whose state alone cannot tell whether they changed: the comparison will need
   * them, and the disk is idle until S3 is listed. A read error is not thrown here; the comparison meets it again.
   */
  async readAhead(
    files: readonly LocalFile[],
    base: Manifest | undefined,
    until: AbortSignal,
  ): Promise<void> {
    const undecided = files.filter(
      ({ path, size }) => mayBeCaption(path) && base?.entries.get(path)?.size === size,
    );
    await forEachLimited(undecided, READ_AT_ONCE, until, async (file) => {
      const content = new LocalContent(this.context, file, this.signal);
      this.#readAhead.set(file.path, content);
      await content.hashes().catch(() => undefined);
    });
  }
}
