import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { ImageCounts } from '../operations/listImages.js';
import type { StyleStanding } from '../operations/protocol/standing.js';
import type {
  CaptionFile,
  PairsResult,
  RunFiles,
  RunSummary,
  SyncResult,
  UndoResult,
} from '../operations/protocol/results.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type {
  CaptionFileRequest,
  CaptionVersions,
  CaptionWrite,
  ListRequest,
  ObjectRequest,
  PairsRequest,
  RunRequest,
  StyleRequest,
  SyncRequest,
  UndoRequest,
} from '../operations/protocol/requests.js';
import type { ConnectionCheck } from './workerMessages.js';

export interface SyncHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
  /**
   * Called once before the first change, if the request's `confirm` or a guard demands approval. Without it nobody is
   * asked, and a guard refuses the run. The plan comes without its `skip` rows.
   */
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
  /** Relative paths with unsaved edits, which a sync from S3 does not touch. */
  readonly unsaved?: UnsavedFiles;
}

/** The files with unsaved edits: the current ones, and a listener for changes. */
export interface UnsavedFiles {
  readonly now: readonly string[];
  /** Returns a function that removes the listener. */
  onChange(listener: (now: readonly string[]) => void): () => void;
}

export interface ListHandlers {
  /** Called first, with counts by names alone: images that vanish in the meantime are counted, but not listed. */
  readonly onCounts?: (counts: ImageCounts) => void;
  readonly onImages: (batch: readonly CaptionedImage[]) => void;
}

/** What is known when all images of a style have been listed. */
export interface ListedStyle {
  /** Of its images. */
  readonly count: number;
  readonly standing: StyleStanding;
  /** Relative paths of texts that no image has, in natural order. */
  readonly loneCaptions: readonly string[];
}

/** The engine as the extension host sees it. All methods reject with `SyncError` only. */
export interface Engine {
  /** Call it when a request is about to come: it starts whatever takes time to start. */
  prepare(): void;
  /** Lists the training images of a folder in natural order, in batches as they are read. */
  listImages(request: ListRequest, handlers: ListHandlers, signal: AbortSignal): Promise<ListedStyle>;
  sync(request: SyncRequest, handlers: SyncHandlers): Promise<SyncResult>;
  /** Undoes a run on both sides. Rejects with `nothing-to-undo`. */
  undo(request: UndoRequest, handlers: Omit<SyncHandlers, 'approve' | 'unsaved'>): Promise<UndoResult>;
  /** Edits pairs in the folder of a style; S3 is not asked. */
  editPairs(request: PairsRequest, handlers: Omit<SyncHandlers, 'approve'>): Promise<PairsResult>;
  /** The runs of a style, newest first. */
  history(request: StyleRequest, signal: AbortSignal): Promise<readonly RunSummary[]>;
  /** The files that an undo of a run would restore and remove. Rejects with `nothing-to-undo`. */
  runFiles(request: RunRequest, signal: AbortSignal): Promise<RunFiles>;
  /** Reads a file from S3; `undefined` if it does not exist. */
  readObject(request: ObjectRequest, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Reads a caption on both sides, and merges it if possible. Rejects with `object-missing`, `missing-file`. */
  captionVersions(request: ObjectRequest, signal: AbortSignal): Promise<CaptionVersions>;
  /** Reads one caption from the disk; `undefined` if it does not exist. */
  readCaptionFile(request: CaptionFileRequest, signal: AbortSignal): Promise<CaptionFile | undefined>;
  /** Writes one caption whole. Rejects with `changed-during-sync` if it is not as the request says any more. */
  writeCaptionFile(request: CaptionWrite, signal: AbortSignal): Promise<CaptionFile['file']>;
  /** Lists one page below the prefix; resolves to the bucket's region. */
  checkConnection(request: ConnectionCheck, signal: AbortSignal): Promise<{ readonly region: string }>;
  /** The ids of the styles in S3: the names of the folders below the prefix. */
  listStyles(request: ConnectionCheck, signal: AbortSignal): Promise<readonly string[]>;
}
