import { captionPathOf, mayBeCaption, type ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { decide, type Choices, type Decision } from './compare.js';
import { isSameContent, md5OfEtag } from '../../core/content/sameContent.js';
import { asSyncError, throwIfCancelled } from '../../core/errors.js';
import { isOfParts, isSameEtag } from '../../core/content/etag.js';
import type { LocalContents } from './localContent.js';
import type { Location } from '../../core/location.js';
import type { Manifest, ManifestEntry } from '../../core/ports/manifest.js';
import { entryOf, ManifestDraft } from '../../core/manifest/manifestDraft.js';
import { applyPairRules, type PlannedPaths } from './pairs.js';
import type { Plan, Unplannable, Seen, Staying } from './plan.js';
import { forEachLimited } from '../../core/concurrency/limited.js';
import type { FileStore, LocalFile, LocalHashes } from '../../core/ports/fileStore.js';
import type { ObjectInfo, ObjectStore } from '../../core/ports/objectStore.js';
import type { SyncDirection } from '../../core/progress.js';
import { isLeftOut, type OnlyKind, type Selection } from './selection.js';
import type { ListedSides } from './listSides.js';
import { UnreadablePaths } from './unreadablePaths.js';

export interface PlanRequest extends Choices {
  readonly direction: SyncDirection;
  readonly files: FileStore;
  readonly contents: LocalContents;
  readonly extensions: ImageExtensions;
  readonly location: Location;
  readonly selection: Selection;
  /** What is of the other kind is compared by its listing, and none of it is read; `undefined`: both are synced. */
  readonly only: OnlyKind | undefined;
  readonly concurrency: number;
  readonly objects: ObjectStore;
  /** The manifest of the last sync; `undefined` where there is none. */
  readonly base: Manifest | undefined;
  /** Whether a file has unsaved edits in the editor: a sync from S3 leaves it alone. */
  readonly isUnsaved: (path: RelativePath) => boolean;
  /** Called at intervals with the number of compared files. */
  readonly onCompared: (done: number, total: number) => void;
}

/** `onCompared` is called once for this many files. */
const FILES_PER_PROGRESS = 256;

/**
 * Makes the plan of a sync from the listings of both sides. Changes nothing anywhere. A file that cannot be read is
 * reported in the plan; an error that concerns the whole run is thrown.
 */
export async function makePlan(request: PlanRequest, sides: ListedSides, signal: AbortSignal): Promise<Plan> {
  const planner = new Planner(request, sides, signal);
  const paths = [...new Set([...sides.local.keys(), ...sides.s3.keys()])];
  let done = 0;
  await forEachLimited(paths, request.concurrency, signal, async (path) => {
    await planner.consider(path);
    done += 1;
    if (done % FILES_PER_PROGRESS === 0) request.onCompared(done, paths.length);
  });
  throwIfCancelled(signal);
  return planner.finish(paths);
}

/** Compares path by path and collects what is to be done. */
class Planner {
  readonly #planned: PlannedPaths = {
    transfers: [],
    deletions: [],
    kept: [],
    conflicts: [],
    skipped: [],
    failed: [],
  };
  readonly #adopted: RelativePath[] = [];
  readonly #staying: Staying[] = [];
  readonly #draft: ManifestDraft;
  readonly #unreadable: UnreadablePaths;

  constructor(
    readonly request: PlanRequest,
    readonly sides: ListedSides,
    readonly signal: AbortSignal,
  ) {
    this.#draft = new ManifestDraft(request.base, request.files, request.location);
    this.#unreadable = new UnreadablePaths(sides.unreadable);
  }

  /** Never throws for an error of this path alone. */
  async consider(path: RelativePath): Promise<void> {
    if (this.#unreadable.covers(path)) return;
    try {
      await this.#compare(path);
    } catch (error) {
      const failure = asSyncError(error, { file: path });
      if (failure.stopsTheRun) throw failure;
      const { code, data, message } = failure;
      this.#planned.failed.push({ path, code, cause: data.cause ?? message, data });
    }
  }

  async #compare(path: RelativePath): Promise<void> {
    const local = this.sides.local.get(path);
    const s3 = this.sides.s3.get(path);
    const [source, target] = this.request.direction === 'to-s3' ? [local, s3] : [s3, local];
    if (source === undefined) {
      if (!this.request.syncDeletes) this.#leave(path, { local, s3 });
      else if (local !== undefined) await this.#onlyInFolder(path, local);
      else if (s3 !== undefined) this.#onlyInS3(path, await this.#s3Changed(s3, this.#baseOf(path)));
    } else if (!this.request.selection.has(path)) {
      return;
    } else if (target === undefined) {
      const wasThere = this.#baseOf(path) !== undefined;
      this.#addDecision(path, decide({ source: 'present', target: 'absent', wasThere }, this.request));
    } else if (local !== undefined && s3 !== undefined) {
      if (this.#isLeftOut(path)) this.#onBothSidesByListing(path, local, s3);
      else await this.#onBothSides(path, local, s3);
    }
  }

  #isLeftOut(path: RelativePath): boolean {
    return isLeftOut(path, this.request.only, this.request.extensions);
  }

  /** Of a file that is left out anyway, only its number is of interest: what seems to be the same counts as that. */
  #onBothSidesByListing(path: RelativePath, local: LocalFile, s3: ObjectInfo): void {
    const base = this.#baseOf(path);
    const localChanged = base !== undefined && (base.size !== local.size || base.mtimeMs !== local.mtimeMs);
    const s3Changed = base !== undefined && !isSameEtag(base.etag, s3.etag);
    if (local.size === s3.size && !localChanged && !s3Changed) return;
    const changed = localChanged || s3Changed ? this.#whoChanged(localChanged, s3Changed) : 'no-history';
    this.#addDecision(path, decide({ source: 'present', target: 'differs', changed }, this.request));
  }

  async #onBothSides(path: RelativePath, local: LocalFile, s3: ObjectInfo): Promise<void> {
    const base = this.#baseOf(path);
    const content = this.request.contents.take(local);
    const localChanged = base === undefined || (await content.differsFrom(base));
    const s3Changed = (await this.#s3Changed(s3, base)) ?? true;
    const isClaimed = base?.claimed === true;
    if (base !== undefined && !localChanged && !s3Changed && !isClaimed) {
      this.#addSame(path, content.known?.file ?? local, base.sha256, s3);
      return;
    }
    // Where only the local bytes changed, the two certainly differ: no request is needed.
    if ((s3Changed || isClaimed) && local.size === s3.size) {
      const hashes = await content.hashes();
      const { objects } = this.request;
      if (await isSameContent(hashes, s3, objects, this.signal)) {
        this.#addSame(path, hashes.file, hashes.sha256, s3);
        return;
      }
    }
    // A claimed entry whose file differs counts as no history.
    const isKnown = base !== undefined && (localChanged || s3Changed);
    const changed = isKnown ? this.#whoChanged(localChanged, s3Changed) : 'no-history';
    const decision = decide({ source: 'present', target: 'differs', changed }, this.request);
    // An undecided caption may be merged later; the merge may then replace only the bytes that are here now.
    const mayBeMerged = mayBeCaption(path) && decision.action !== 'transfer';
    this.#addDecision(path, decision, mayBeMerged ? await content.hashes() : content.known);
  }

  #whoChanged(localChanged: boolean, s3Changed: boolean): 'source' | 'target' | 'both' {
    if (localChanged && s3Changed) return 'both';
    return localChanged === (this.request.direction === 'to-s3') ? 'source' : 'target';
  }

  #onlyInS3(path: RelativePath, hasChanged: boolean | undefined): void {
    const changed = hasChanged === undefined ? 'no-history' : hasChanged ? 'target' : 'nothing';
    this.#addDecision(path, decide({ source: 'absent', target: 'present', changed }, this.request));
  }

  /**
   * Whether the object differs from that of the last sync; `undefined` where none is known. Where an object has one
   * ETag in listings and another elsewhere (OpenStack Swift, copies of multipart objects), the manifest may know the
   * other one, because an undo lists nothing; then a HEAD decides.
   */
  async #s3Changed(s3: ObjectInfo, base: ManifestEntry | undefined): Promise<boolean | undefined> {
    if (base === undefined) return undefined;
    if (isSameEtag(base.etag, s3.etag)) return false;
    if (base.size !== s3.size || !isOfParts(base.etag) || md5OfEtag(s3.etag) === undefined) return true;
    const head = await this.request.objects.head(s3.key, this.signal);
    return !isSameEtag(head?.etag, base.etag);
  }

  async #onlyInFolder(path: RelativePath, local: LocalFile): Promise<void> {
    const base = this.#baseOf(path);
    const hashes = await this.request.contents.take(local).hashes();
    const changed = base === undefined ? 'no-history' : base.sha256 === hashes.sha256 ? 'nothing' : 'target';
    this.#addDecision(path, decide({ source: 'absent', target: 'present', changed }, this.request), hashes);
  }

  /** Nothing is to be deleted: what only the target has stays. A sync of some images does not look at the others. */
  #leave(path: RelativePath, seen: Seen): void {
    if (this.request.selection.images !== undefined) return;
    const reason = this.#baseOf(path) === undefined ? 'never seen here' : 'deleted here since the last sync';
    this.#staying.push({ path, reason, size: (seen.local ?? seen.s3)?.size ?? 0, ...seen });
  }

  /** Adds a decision to the list of its kind. `hashes`: of the local file, where known. */
  #addDecision(path: RelativePath, decision: Decision, hashes?: LocalHashes): void {
    const local = this.sides.local.get(path);
    const s3 = this.sides.s3.get(path);
    const size = (this.request.direction === 'to-s3' ? local : s3)?.size ?? local?.size ?? s3?.size ?? 0;
    const { transfers, deletions, kept, conflicts } = this.#planned;
    switch (decision.action) {
      case 'keep':
        kept.push({ path, size, local, s3, hashes });
        break;
      case 'conflict':
        conflicts.push({ path, size, reason: decision.reason, local, s3, hashes });
        break;
      case 'delete':
        if (s3 !== undefined) deletions.push({ action: 'delete-object', path, reason: decision.reason, s3 });
        else if (this.#isBeingEdited(path)) this.#leaveToItsEditor(path);
        else if (hashes !== undefined)
          deletions.push({ action: 'delete-file', path, reason: decision.reason, local: hashes });
        break;
      case 'transfer':
        if (this.request.direction === 'to-s3' && local !== undefined) {
          transfers.push({ action: 'upload', path, reason: decision.reason, local, replaces: s3 });
        } else if (this.#isBeingEdited(path)) {
          this.#leaveToItsEditor(path);
        } else if (s3 !== undefined) {
          const replaces = local === undefined ? undefined : { file: local, hashes };
          transfers.push({ action: 'download', path, reason: decision.reason, s3, replaces });
        }
        break;
      case 'skip':
        break;
    }
  }

  #isBeingEdited(path: RelativePath): boolean {
    return this.request.direction === 'from-s3' && this.request.isUnsaved(path);
  }

  #leaveToItsEditor(path: RelativePath): void {
    this.#planned.failed.push({ path, code: 'unsaved-changes', cause: 'it has unsaved changes' });
  }

  /** Both sides hold the same bytes: remembered, not transferred. */
  #addSame(path: RelativePath, file: LocalFile, sha256: string, s3: ObjectInfo): void {
    const known = this.#baseOf(path);
    if (mayBeCaption(path) && (known?.sha256 !== sha256 || known.claimed)) this.#adopted.push(path);
    this.#draft.remember(path, entryOf(file, sha256, s3.etag));
    this.#planned.skipped.push({ path, size: file.size, local: file, s3 });
  }

  #baseOf(path: RelativePath): ManifestEntry | undefined {
    return this.request.base?.entries.get(path);
  }

  /** `paths`: in the order of consideration; their comparisons end in any order. */
  finish(paths: readonly RelativePath[]): Plan {
    const { direction, location } = this.request;
    const { kept, conflicts, failed } = this.#planned;
    sortByPaths(paths, [kept, conflicts, failed, this.#staying]);
    this.#forgetWhatIsGone();
    failed.push(...this.#unreadable.concerning(this.request, this.sides));
    // What is left out holds nothing back: an image does not wait for a caption that is not to come.
    const concerned = failed.filter(({ path }) => !this.#isLeftOut(path));
    const missing = this.#missingSelection();
    return {
      direction,
      location,
      ...applyPairRules({ ...this.#planned, failed: [...concerned, ...missing] }),
      refused: this.sides.refused,
      skipped: this.#planned.skipped,
      staying: this.#staying,
      adopted: this.#adopted,
      targetSize: this.#targetSize(),
      manifest: this.#draft.toManifest(),
      manifestChanged: this.#draft.changes > 0,
    };
  }

  /** Of the files that may be replaced or deleted. */
  #targetSize(): number {
    const { only, direction } = this.request;
    const target = direction === 'to-s3' ? this.sides.s3 : this.sides.local;
    if (only === undefined) return target.size;
    let count = 0;
    for (const path of target.keys()) if (!this.#isLeftOut(path)) count++;
    return count;
  }

  /**
   * Drops entries of files that are gone on both sides. Entries of files that were not looked at (other extensions,
   * refused names) stay. So do images whose caption still exists: without its image it would no longer count as a
   * caption.
   */
  #forgetWhatIsGone(): void {
    const { local, s3 } = this.sides;
    const refused = new Set(this.sides.refused.map(({ path }) => path));
    const isThere = (path: RelativePath): boolean => local.has(path) || s3.has(path);
    for (const path of [...this.#draft.paths]) {
      const wasLookedFor =
        this.request.extensions.isWanted(path) && !refused.has(path) && !this.#unreadable.covers(path);
      if (!wasLookedFor || isThere(path)) continue;
      if (isThere(captionPathOf(path))) this.#draft.noteGone(path);
      else this.#draft.forget(path);
    }
  }

  /**
   * A selected image that the source does not have was mistyped or vanished: reported, so that the user does not
   * believe it synced.
   */
  #missingSelection(): Unplannable[] {
    const { selection, direction } = this.request;
    const source = direction === 'to-s3' ? this.sides.local : this.sides.s3;
    const { deletions, conflicts, failed } = this.#planned;
    const accounted = new Set(
      [...deletions, ...conflicts, ...failed, ...this.sides.refused].map(({ path }) => path),
    );
    return [...(selection.images ?? [])]
      .filter((path) => !source.has(path) && !accounted.has(path) && !this.#unreadable.covers(path))
      .map((path) => ({ path, code: 'missing-file', cause: 'it is not there' }));
  }
}

/** Sorts lists of items by the order of their paths. */
function sortByPaths(
  paths: readonly RelativePath[],
  lists: readonly { readonly path: RelativePath }[][],
): void {
  if (lists.every(({ length }) => length < 2)) return;
  const places = new Map(paths.map((path, place) => [path, place]));
  const placeOf = ({ path }: { readonly path: RelativePath }): number => places.get(path) ?? paths.length;
  for (const list of lists) list.sort((a, b) => placeOf(a) - placeOf(b));
}
