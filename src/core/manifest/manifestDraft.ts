import { captionPathOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { isSameEtag } from '../content/etag.js';
import type { Location } from '../location.js';
import type { Manifest, ManifestEntry } from '../ports/manifest.js';
import type { LocalFile } from '../ports/fileStore.js';

/** The manifest entry of a file that both sides hold. */
export function entryOf(file: LocalFile, sha256: string, etag: string): ManifestEntry {
  return { sha256, size: file.size, mtimeMs: file.mtimeMs, ino: file.ino, etag };
}

/** A manifest under construction. It is true at every moment, so it can be saved at any moment. */
export class ManifestDraft {
  readonly #entries: Map<RelativePath, ManifestEntry>;
  /** Images that are gone, by the caption that is still known. */
  readonly #waiting = new Map<RelativePath, readonly RelativePath[]>();
  #changes = 0;

  constructor(
    base: Manifest | undefined,
    readonly folder: { readonly root: string; readonly identity: string },
    readonly location: Location,
  ) {
    this.#entries = new Map(base?.entries);
  }

  /** Grows with every change. */
  get changes(): number {
    return this.#changes;
  }

  get paths(): Iterable<RelativePath> {
    return this.#entries.keys();
  }

  get(path: RelativePath): ManifestEntry | undefined {
    return this.#entries.get(path);
  }

  /** Both sides hold these bytes. */
  remember(path: RelativePath, entry: ManifestEntry): void {
    const old = this.#entries.get(path);
    const isSame =
      old?.sha256 === entry.sha256 &&
      old.size === entry.size &&
      old.mtimeMs === entry.mtimeMs &&
      old.ino === entry.ino &&
      isSameEtag(old.etag, entry.etag) &&
      old.claimed === entry.claimed &&
      old.gone === entry.gone;
    if (isSame) return;
    this.#entries.set(path, entry);
    this.#changes += 1;
  }

  /**
   * The file is gone on both sides. An image stays known as long as its caption is known: without the image, the
   * caption would no longer count as a caption.
   */
  forget(path: RelativePath): void {
    const caption = captionPathOf(path);
    if (path !== caption && this.#entries.has(caption)) {
      this.#waiting.set(caption, [...(this.#waiting.get(caption) ?? []), path]);
      this.noteGone(path);
      return;
    }
    for (const gone of [path, ...(this.#waiting.get(path) ?? [])]) {
      if (this.#entries.delete(gone)) this.#changes += 1;
    }
  }

  /** Neither side holds the file, which stays known for the sake of its caption. */
  noteGone(path: RelativePath): void {
    const entry = this.#entries.get(path);
    if (entry !== undefined) this.remember(path, { ...entry, gone: true });
  }

  /**
   * The file was not known before the run that is undone, so it is not known now, whether its caption is known or not.
   */
  unlearn(path: RelativePath): void {
    if (this.#entries.delete(path)) this.#changes += 1;
  }

  /** The current state; later changes show in it. */
  toManifest(): Manifest {
    const { folder, location } = this;
    return {
      version: 1,
      folder: folder.root,
      folderIdentity: folder.identity,
      location,
      entries: this.#entries,
    };
  }
}
