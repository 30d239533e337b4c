import type { RelativePath } from '../dataset/trainingImage.js';
import { isSameEtag } from '../core/content/etag.js';
import type { ObjectHead, ObjectStore } from '../core/ports/objectStore.js';
import type { CaptionBackups } from './captionBackups.js';
import { FolderRecorder, type ActBase, type RecordedIntent } from './folderRecorder.js';
import type { FormerContent, RecoveryStore, RunHeader } from '../core/ports/journal.js';
import { copyProven } from './provenCopy.js';
import { trashKeyOf } from './trash.js';
import { isRealVersion, type VersionProof } from './versionProof.js';

/** What must be known of an object to back it up. */
export type ReplacedObject = Pick<ObjectHead, 'size' | 'sha256' | 'etag' | 'versionId'>;

export interface S3Act extends ActBase {
  readonly key: string;
  /** The object that is replaced or deleted; `undefined`: a new one. */
  readonly before: ReplacedObject | undefined;
}

/** Makes the acts of a run on both sides recoverable. */
export class Recorder extends FolderRecorder {
  constructor(
    header: RunHeader,
    store: RecoveryStore,
    readonly objects: ObjectStore,
    private readonly versions: VersionProof,
    /**
     * Left out: every object is copied. It must be left out where the act itself has no condition, because then only
     * the copy shows that the object has not changed.
     */
    private readonly captions?: CaptionBackups,
  ) {
    super(header, store);
  }

  /**
   * Call before an object is written or deleted; it must still be `before`. Throws `changed-during-sync`,
   * `access-denied`.
   */
  async s3Act(
    { path, key, before, after, base, reason }: S3Act,
    signal: AbortSignal,
  ): Promise<RecordedIntent> {
    const seq = this.nextSeq();
    let former: FormerContent | null = null;
    if (before !== undefined) {
      const { size, etag } = before;
      const taking = after === null ? 'delete' : 'replace';
      const isVersion = isRealVersion(before.versionId) && (await this.versions.keeps(taking, signal));
      former = { size, etag, ...(await this.#backUpObject(seq, path, key, before, isVersion, signal)) };
    }
    return this.intend(seq, { side: 's3', path, before: former, after, base, reason });
  }

  async #backUpObject(
    seq: number,
    path: RelativePath,
    key: string,
    { versionId, etag, size, sha256 }: ReplacedObject,
    isVersion: boolean,
    signal: AbortSignal,
  ): Promise<Pick<FormerContent, 'kept' | 'sha256'>> {
    if (isVersion && versionId !== undefined) return { kept: { in: 'version', versionId }, sha256 };
    const text = await this.captions?.backUp(path, etag, signal);
    if (text !== undefined) return { kept: text, sha256: text.sha256 };
    const trash = trashKeyOf(this.header.location, this.header.id, path);
    const copy = await copyProven(
      this.objects,
      { key, etag, size, sha256 },
      trash,
      signal,
      this.partsOf(seq, trash),
    );
    const hasSameEtag = isSameEtag(copy.etag, etag);
    return {
      kept: { in: 'trash', key: trash, ...(!hasSameEtag && { etag: copy.etag }) },
      sha256: copy.sha256,
    };
  }
}
