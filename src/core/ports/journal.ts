import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Location } from '../location.js';
import type { ManifestEntry } from './manifest.js';
import type { LocalHashes } from './ports.js';
import type { SyncDirection } from '../progress.js';

/**
 * What every run writes down so that it can be undone (docs/sync-contract.md §4): its intents before the acts, and
 * where the bytes went that an act takes away. Only ever appended to.
 */

/** Where bytes that were replaced or deleted can be had again. */
export type Backup =
  /** A blob of the recovery store beside the style, by the SHA-256 of its bytes. */
  | { readonly in: 'store'; readonly sha256: string }
  /** A former version of the object, in a bucket that keeps versions. */
  | { readonly in: 'version'; readonly versionId: string }
  /** A copy below `<prefix>.s3-training-data/trash/`, by its whole key. `etag`: where it is not that of its source. */
  | { readonly in: 'trash'; readonly key: string; readonly etag?: string }
  /** A text among those of one object there: the object's whole key, and the SHA-256 of the text. */
  | { readonly in: 'captions'; readonly key: string; readonly sha256: string };

/** What an act takes away. */
export interface Former {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex, where it is known: of a local file always. */
  readonly sha256: string | undefined;
  /** Of an object. */
  readonly etag: string | undefined;
  readonly kept: Backup;
}

/** What an act leaves. */
export interface Left {
  /** Bytes. */
  readonly size: number;
  /** Of a local file always; of an object where it is known. */
  readonly sha256: string | undefined;
}

/** Written before an act on one file of one side. */
export interface Intent {
  /** Counts up within a run. */
  readonly seq: number;
  readonly side: 'local' | 's3';
  readonly path: RelativePath;
  /** `null`: there was nothing. */
  readonly before: Former | null;
  /** `null`: a deletion. */
  readonly after: Left | null;
  /** What the manifest said of the path before the act. */
  readonly base: ManifestEntry | null;
  /** In the words of the plan. */
  readonly reason: string;
}

/** A multipart upload, as its server knows it. */
export interface PartsUpload {
  /** The whole key. */
  readonly key: string;
  readonly uploadId: string;
}

/** An act as the journal tells it. */
export interface RecordedAct extends Intent {
  /** Whether it is known to have happened: a crash may leave an intent without its end. */
  readonly isDone: boolean;
  /** Of the object that the act left. */
  readonly etag: string | undefined;
  /**
   * Of an object that the act has put there, and that was not seen to hold what it should: where it is still there, it
   * is nobody's work.
   */
  readonly unprovenEtags?: readonly string[];
  /** The upload that the act was broken off in, where its parts may still be in the bucket. */
  readonly parts?: PartsUpload;
}

export interface RunHeader {
  readonly version: 1;
  /** Sorts by the time of its beginning; can be a file's name and a segment of a key. */
  readonly id: string;
  readonly kind: 'sync' | 'undo';
  /** The run that an undo takes back. */
  readonly undoes: string | null;
  readonly direction: SyncDirection;
  readonly location: Location;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly startedAtMs: number;
  /** Who ran it: `VS Code`, `the command line`. */
  readonly holder: string;
}

export interface RecordedRun {
  readonly header: RunHeader;
  /**
   * Whether this user wrote it on this machine for this very folder (docs/sync-contract.md §8). What another one says is
   * shown; nothing is done because of it unless the user has said yes.
   */
  readonly isProven: boolean;
  /** In the order of their intents. */
  readonly acts: readonly RecordedAct[];
  /** As of `RecordedAct`, of copies that were to keep what an act would have taken away; there was no such act. */
  readonly partsOfCopies?: readonly PartsUpload[];
  /** `undefined` where the run was killed, or left acts of which it did not know whether they had happened. */
  readonly endedAtMs: number | undefined;
  /** Of an undo that has come to its end and has not taken back all that it was to. */
  readonly isPartial?: true;
}

/** How much a run did. Numbers of acts, on both sides. */
export interface RunCounts {
  /** All that were begun. */
  readonly acts: number;
  /** Of these, that were to take something away. */
  readonly taking: number;
  /** Known to have happened: */
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
}

/** A run without its acts, of which there may be hundreds of thousands. */
export interface RunOutline extends Omit<RecordedRun, 'acts'> {
  readonly counts: RunCounts;
}

/** The journal of a run under way. */
export interface Journal {
  /**
   * Resolves when the intent is on the disk, flushed where it takes something away (acts that run at the same time
   * share one flush). Throws `disk-full`, `unwritable-file`: then the act must not happen.
   */
  intend(intent: Intent): Promise<void>;
  /**
   * The act sends its object in parts, of which none is sent yet. Not flushed: what matters is that it outlives this
   * process. Throws as `intend` does.
   */
  partsBegun(seq: number, upload: PartsUpload): Promise<void>;
  /** The upload of the act was broken off, and its parts are gone. */
  partsGone(seq: number): void;
  /** The act has put an object of that ETag there, of which it is not known yet that it holds what it should. */
  unproven(seq: number, etag: string): Promise<void>;
  /** The act has happened. `etag`: of the object that it left. */
  done(seq: number, etag?: string): Promise<void>;
  /**
   * Writes the end, and closes the file. `undefined`: the run has none, because it is not known of each act whether it
   * has happened. `isPartial`: as of `RecordedRun`.
   */
  close(endedAtMs: number | undefined, isPartial?: boolean): Promise<void>;
}

/** How much is kept for undoing. The newest run is always kept. */
export interface RecoveryLimits {
  readonly maxAgeMs: number;
  /** Of all bytes that were taken away, on both sides. */
  readonly maxBytes: number;
}

/** What a pruning asks of who knows S3. */
export interface Pruning {
  /** Whether a run must stay, whatever its age and size. */
  readonly mustStay: (run: RecordedRun) => boolean;
  /**
   * Removes what a run that has left the history kept in S3. `false`: not now. Then, and where it throws, the run is
   * asked for again by the next pruning.
   */
  readonly clear: (run: RecordedRun) => Promise<boolean>;
}

/** What recovery needs beside a style. Every method throws `SyncError` only. */
export interface RecoveryStore {
  /** Opens the journal of a new run, and writes its header. */
  begin(header: RunHeader): Promise<Journal>;
  /** Newest first; a file without header is left out. Of a run that ended, only beginning and end are read. */
  outlines(): Promise<readonly RunOutline[]>;
  /** The id of the newest proven run; `undefined` where there is none. Only beginnings are read. */
  newestId(): Promise<string | undefined>;
  /** With its acts. A line that cannot be read (the last one of a crash) is left out. `undefined`: there is none. */
  run(id: string): Promise<RecordedRun | undefined>;
  /** All with their acts, newest first. */
  runs(): Promise<readonly RecordedRun[]>;
  /**
   * Proven runs that may have left parts of uploads in their bucket (`RecordedAct.parts`), oldest first: those that were
   * killed, or could not clear up. Of the journals of others only the ends are read.
   */
  unsettledRuns(): Promise<readonly RecordedRun[]>;
  /** What the run may have left in parts has been seen to: it is not among the unsettled ones any more. */
  settle(runId: string): Promise<void>;
  /**
   * Keeps the bytes of a file that is about to be replaced or deleted, under their SHA-256, flushed. Without copying
   * where the file system can (a link); the file itself is as it was. Throws `changed-during-sync` where the file is
   * not `expected`, `disk-full`.
   */
  backUpFile(path: RelativePath, expected: LocalHashes): Promise<void>;
  /** The bytes of a blob, checked as they are read. Throws `not-recoverable` where they are gone or damaged. */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** Keeps a caption's text as both sides have it now: the base of a later merge. */
  rememberCaption(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The text that was remembered, `undefined` where there is none. */
  caption(sha256: string): Promise<string | undefined>;
  /**
   * Removes runs beyond the limits, oldest first, with the blobs that no other run needs, the remembered captions that
   * neither a run nor a manifest knows any more, and what they kept in S3. Killed at any moment, or thrown out by
   * `clear`, it leaves no run that claims bytes which are gone, and nothing that the next one does not find. Returns
   * the runs that left the history.
   */
  prune(limits: RecoveryLimits, nowMs: number, pruning: Pruning): Promise<readonly RecordedRun[]>;
}
