import type { RelativePath } from '../../dataset/trainingImage.js';
import type { ConflictReason, DeleteReason, TransferReason } from './compare.js';
import type { ErrorCode, ErrorData } from '../../core/errors.js';
import type { Location } from '../../core/location.js';
import type { Manifest } from '../../core/ports/manifest.js';
import type { LocalFile, LocalHashes } from '../../core/ports/fileStore.js';
import type { ObjectInfo } from '../../core/ports/objectStore.js';
import type { SyncDirection } from '../../core/progress.js';
import type { OnlyKind } from './selection.js';

/** What each side held under a path when the plan was made. */
export interface Seen {
  readonly local: LocalFile | undefined;
  readonly s3: ObjectInfo | undefined;
}

/** A file to send to S3. */
export interface Upload {
  readonly action: 'upload';
  readonly path: RelativePath;
  readonly reason: TransferReason;
  readonly local: LocalFile;
  /** The object that the upload overwrites; `undefined`: a new key. */
  readonly replaces: ObjectInfo | undefined;
}

/** An object to write into the folder. */
export interface Download {
  readonly action: 'download';
  readonly path: RelativePath;
  readonly reason: TransferReason;
  readonly s3: ObjectInfo;
  /** The file that the download overwrites, with the content that was compared; `undefined`: a new file. */
  readonly replaces: { readonly file: LocalFile; readonly hashes: LocalHashes | undefined } | undefined;
}

export interface DeleteObject {
  readonly action: 'delete-object';
  readonly path: RelativePath;
  readonly reason: DeleteReason;
  readonly s3: ObjectInfo;
}

export interface DeleteFile {
  readonly action: 'delete-file';
  readonly path: RelativePath;
  readonly reason: DeleteReason;
  readonly local: LocalHashes;
}

/** A caption with edits on both sides, merged into one text for both. */
export interface Merge {
  readonly action: 'merge';
  readonly path: RelativePath;
  readonly reason: 'merged';
  readonly text: string;
  readonly local: LocalHashes;
  readonly s3: ObjectInfo;
}

export type Transfer = Upload | Download | Merge;
export type Deletion = DeleteObject | DeleteFile;

/** A path that is left as it is, and that is reported. */
export interface Kept extends Seen {
  readonly path: RelativePath;
  /** Bytes of the source's file, or of the only one. */
  readonly size: number;
  /** The local file's hashes, where they were needed. */
  readonly hashes?: LocalHashes | undefined;
  /** The deletion that was dropped because the other half of the pair is in conflict. */
  readonly sparedFrom?: Deletion;
}
export interface Conflict extends Kept {
  readonly reason: ConflictReason;
}
export interface Refused {
  readonly path: RelativePath;
  readonly size: number;
  /** A phrase: `its name has a backslash`. */
  readonly cause: string;
  /** Whether the source has it, where its absence from the target matters. */
  readonly inSource: boolean;
}
export interface Unplannable {
  readonly path: RelativePath;
  readonly code: ErrorCode;
  readonly cause: string;
  /** More details of the error. */
  readonly data?: ErrorData;
}

/** A file that only the target has, and that stays there because nothing is to be deleted. */
export interface Staying extends Seen {
  readonly path: RelativePath;
  readonly size: number;
  readonly reason: DeleteReason;
}

/** A transfer that waits because the other half of its pair could not be read. */
export interface HeldBack {
  readonly path: RelativePath;
  readonly becauseOf: RelativePath;
}

/**
 * All transfers of one stem, in the order in which they must happen: the caption, then its images. A pair is
 * transferred as one unit, and so are images that share a caption.
 */
export interface TransferGroup {
  readonly stem: string;
  /** Made before the transfers, which overwrite the originals. */
  readonly copies?: readonly RenamedCopy[];
  readonly transfers: readonly Transfer[];
}

/** The target's file of a pair that is kept under another name, on both sides. */
export interface RenamedCopy extends Seen {
  readonly path: RelativePath;
  /** The new name. */
  readonly as: RelativePath;
}

/**
 * What a sync would do, as data. The dry run, the question before deletes and the run itself all read the same plan.
 */
export interface Plan {
  readonly direction: SyncDirection;
  readonly location: Location;
  readonly groups: readonly TransferGroup[];
  readonly heldBack: readonly HeldBack[];
  /** An image comes before its caption. */
  readonly deletions: readonly Deletion[];
  readonly kept: readonly Kept[];
  readonly conflicts: readonly Conflict[];
  readonly refused: readonly Refused[];
  /**
   * Files that could not be read, so nothing is known of them: reported as failed, and left alone on the other side.
   */
  readonly failed: readonly Unplannable[];
  /** The same on both sides. */
  readonly skipped: readonly Kept[];
  /** Only the target has them. Without Sync Deletes they stay; with it, this is empty. */
  readonly staying: readonly Staying[];
  /** The kind of files that the plan is restricted to; left out: it is of both. */
  readonly only?: OnlyKind;
  /** The files of the other kind that a plan of both would have transferred or deleted. */
  readonly leftOut?: readonly RelativePath[];
  /** Captions that turned out to be the same on both sides; their texts become the base of later merges. */
  readonly adopted: readonly RelativePath[];
  /** Images and captions in the target: the base for the share of a mass change. */
  readonly targetSize: number;
  /**
   * The manifest as it is true before the first transfer: with adopted files, without files that are gone on both
   * sides.
   */
  readonly manifest: Manifest;
  /** Whether `manifest` differs from the stored one. */
  readonly manifestChanged: boolean;
}

/** Every file that the plan transfers, in the order of its groups. */
export function transfersOf(plan: Plan): Transfer[] {
  return plan.groups.flatMap((group) => group.transfers);
}

/** Bytes that a transfer moves. */
export function sizeOf(transfer: Transfer): number {
  switch (transfer.action) {
    case 'upload':
      return transfer.local.size;
    case 'download':
      return transfer.s3.size;
    case 'merge':
      return Buffer.byteLength(transfer.text);
  }
}

/** What a transfer found on both sides. */
export function seenBy(transfer: Transfer): Seen {
  switch (transfer.action) {
    case 'upload':
      return { local: transfer.local, s3: transfer.replaces };
    case 'download':
      return { local: transfer.replaces?.file, s3: transfer.s3 };
    case 'merge':
      return { local: transfer.local.file, s3: transfer.s3 };
  }
}
