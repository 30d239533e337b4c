import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Location } from '../location.js';
import type { ManifestEntry } from './manifest.js';
import type { LocalHashes } from './fileStore.js';
import type { SyncDirection } from '../progress.js';

/**
 * What every run records so that it can be undone (docs/sync-contract.md §4): each intent before its act, and where the
 * bytes are backed up that the act takes away. The record is append-only.
 */

/** Where bytes that were replaced or deleted can be read again. */
export type Backup =
  /** A blob of the recovery store beside the style, by the SHA-256 of its bytes. */
  | { readonly in: 'store'; readonly sha256: string }
  /** A former version of the object, in a versioned bucket. */
  | { readonly in: 'version'; readonly versionId: string }
  /**
   * A copy below `<prefix>.s3-training-data/trash/`, by its whole key. `etag`: where it differs from that of its
   * source.
   */
  | { readonly in: 'trash'; readonly key: string; readonly etag?: string }
  /** A text in a bundle in the trash: the bundle's whole key, and the SHA-256 of the text. */
  | { readonly in: 'captions'; readonly key: string; readonly sha256: string };

/** The content that an act takes away. */
export interface FormerContent {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. Always known for a local file, not always for an object. */
  readonly sha256: string | undefined;
  /** The object's ETag; `undefined` for a local file. */
  readonly etag: string | undefined;
  readonly kept: Backup;
}

/** The content that an act leaves. */
export interface NewContent {
  /** Bytes. */
  readonly size: number;
  /** Always known for a local file, not always for an object. */
  readonly sha256: string | undefined;
}

/** Recorded before an act on one file on one side. */
export interface Intent {
  /** Increases within a run. */
  readonly seq: number;
  readonly side: 'local' | 's3';
  readonly path: RelativePath;
  /** `null`: there was no file or object. */
  readonly before: FormerContent | null;
  /** `null`: a deletion. */
  readonly after: NewContent | null;
  /** The manifest's entry for the path before the act. */
  readonly base: ManifestEntry | null;
  /** The reason that the plan gave. */
  readonly reason: string;
}

/** A multipart upload, as the server identifies it. */
export interface PartsUpload {
  /** The whole key. */
  readonly key: string;
  readonly uploadId: string;
}

/** An act as the journal recorded it. */
export interface RecordedAct extends Intent {
  /** Whether the act is known to have happened: after a crash, the end of an intent may be missing. */
  readonly isDone: boolean;
  /** The ETag of the object that the act left. */
  readonly etag: string | undefined;
  /**
   * ETags of objects that the act wrote but did not yet see to hold the right bytes. Such an object, if it is still
   * there, is not another writer's work.
   */
  readonly unprovenEtags?: readonly string[];
  /** The multipart upload that the act was interrupted in, where its parts may still be in the bucket. */
  readonly parts?: PartsUpload;
}

/** What a user did to pairs in the folder of a style; S3 learns of it by the next sync. */
export type PairAct = 'delete' | 'rename' | 'duplicate' | 'add' | 'move-in' | 'move-out';

/** An edit of pairs, as it was begun. */
export interface RecordedEdit {
  readonly act: PairAct;
  /** Numbers of files. */
  readonly images: number;
  readonly captions: number;
  /** The name of the other style that pairs were moved to or from. */
  readonly other?: string;
}

export interface RunHeader {
  readonly version: 1;
  /** Sorts by start time; valid as a file name and as a segment of a key. */
  readonly id: string;
  /** `edit`: the user changed pairs in the folder, and nothing in S3. Programs before 0.2 leave such a run out. */
  readonly kind: 'sync' | 'undo' | 'edit';
  /** The run that this undo takes back; `null` for a sync and an edit. */
  readonly undoes: string | null;
  /** `null`: an edit, or the undo of one. */
  readonly direction: SyncDirection | null;
  /** Of an edit, and of the undo of one, only the style id is set: they have no place in S3. */
  readonly location: Location;
  /** Set for an edit. */
  readonly edit?: RecordedEdit;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly startedAtMs: number;
  /** The program that ran it: `VS Code`, `the command line`. */
  readonly holder: string;
}

export interface RecordedRun {
  readonly header: RunHeader;
  /**
   * Whether this user wrote it on this machine for this very folder (docs/sync-contract.md §8). Other records are
   * shown, but nothing is done because of them unless the user agrees.
   */
  readonly isProven: boolean;
  /** In the order of their intents. */
  readonly acts: readonly RecordedAct[];
  /** As `RecordedAct.parts`, for backup copies in parts whose act was never recorded. */
  readonly partsOfCopies?: readonly PartsUpload[];
  /** `undefined` where the run was killed, or ended without knowing of every act whether it had happened. */
  readonly endedAtMs: number | undefined;
  /** The undo ended in good order but did not take back everything. */
  readonly isPartial?: true;
}

/** How much a run did: numbers of acts, on both sides. */
export interface RunCounts {
  /** All acts that were begun. */
  readonly acts: number;
  /** Of these, the acts that were to replace or delete something. */
  readonly taking: number;
  /** Known to have happened: */
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
}

/** A run without its acts, which may be hundreds of thousands. */
export interface RunOutline extends Omit<RecordedRun, 'acts'> {
  readonly counts: RunCounts;
}

/** The journal of a run in progress. */
export interface Journal {
  /**
   * Resolves when the intent is on disk, flushed where the act takes something away (concurrent acts share one flush).
   * Throws `disk-full`, `unwritable-file`: then the act must not happen.
   */
  intend(intent: Intent): Promise<void>;
  /**
   * The act will send its object in parts; none has been sent yet. Not flushed, because it only has to outlive this
   * process. Throws as `intend` does.
   */
  partsBegun(seq: number, upload: PartsUpload): Promise<void>;
  /** The act's upload was aborted, and its parts are gone. */
  partsGone(seq: number): void;
  /** The act wrote an object with this ETag, which is not yet known to hold the right bytes. */
  unproven(seq: number, etag: string): Promise<void>;
  /** The act has happened. `etag`: that of the object that it left. */
  done(seq: number, etag?: string): Promise<void>;
  /**
   * Records the end and closes the file. `undefined`: no end is recorded, because it is not known of every act whether
   * it happened. `isPartial`: as in `RecordedRun`.
   */
  close(endedAtMs: number | undefined, isPartial?: boolean): Promise<void>;
}

/** How much history is kept for undoing. The newest run always stays. */
export interface RecoveryLimits {
  readonly maxAgeMs: number;
  /** Of all bytes that were taken away, on both sides. */
  readonly maxBytes: number;
}

/** What pruning needs from a caller that has access to S3. */
export interface Pruning {
  /** Whether a run must stay, whatever its age and size. */
  readonly mustStay: (run: RecordedRun) => boolean;
  /**
   * Removes what a run that left the history had stored in S3. Resolves to `false` where that is not possible now.
   * Then, and where it throws, the next pruning asks again.
   */
  readonly clear: (run: RecordedRun) => Promise<boolean>;
}

/** What undo needs beside a style: journals, backups, remembered captions. Every method throws `SyncError` only. */
export interface RecoveryStore {
  /** Opens the journal of a new run and writes its header. */
  begin(header: RunHeader): Promise<Journal>;
  /**
   * Newest first; a file without a header is left out. Of a run that ended, only the journal's beginning and end are
   * read.
   */
  outlines(): Promise<readonly RunOutline[]>;
  /** The id of the newest proven run; `undefined` where there is none. Only the beginnings of journals are read. */
  newestId(): Promise<string | undefined>;
  /**
   * A run with its acts; `undefined` where there is none. Lines that cannot be read (the last one after a crash) are
   * left out.
   */
  run(id: string): Promise<RecordedRun | undefined>;
  /** All runs with their acts, newest first. */
  runs(): Promise<readonly RecordedRun[]>;
  /**
   * Proven runs that may have left parts of uploads in their bucket (`RecordedAct.parts`), oldest first: runs that were
   * killed or could not clean up. Of all other journals only the end is read.
   */
  unsettledRuns(): Promise<readonly RecordedRun[]>;
  /** The parts that the run may have left are dealt with: it no longer counts as unsettled. */
  settle(runId: string): Promise<void>;
  /**
   * Backs up the bytes of a file that is about to be replaced or deleted, under their SHA-256, flushed. Uses a hard
   * link instead of a copy where the file system allows it; the file itself is unchanged. Throws `changed-during-sync`
   * where the file is not `expected`, `disk-full`.
   */
  backUpFile(path: RelativePath, expected: LocalHashes): Promise<void>;
  /** The bytes of a blob, verified while they are read. Throws `not-recoverable` where they are gone or damaged. */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** Stores a caption's text that both sides hold now: the base of a later merge. */
  rememberCaption(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The remembered text; `undefined` where there is none. */
  caption(sha256: string): Promise<string | undefined>;
  /**
   * Removes runs beyond the limits, oldest first, with the blobs that no other run needs, the remembered captions that
   * neither a run nor a manifest refers to, and what those runs stored in S3. Killed at any moment, or ended by an
   * error of `clear`, it leaves no run that refers to missing bytes, and nothing that the next pruning does not find.
   * Returns the runs that left the history.
   */
  prune(limits: RecoveryLimits, nowMs: number, pruning: Pruning): Promise<readonly RecordedRun[]>;
}
