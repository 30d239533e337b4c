import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { ImageCounts } from '../operations/listImages.js';
import type { RunFiles, RunSummary, SyncResult, UndoResult } from '../operations/protocol/results.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type {
  CaptionVersions,
  ListRequest,
  ObjectRequest,
  RunRequest,
  StyleRequest,
  SyncRequest,
  UndoRequest,
} from '../operations/protocol/requests.js';
import type { ConnectionCheck } from './protocol.js';

export interface SyncHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
  /**
   * Asked once before the first change, where `confirm` of the request or a guard wants it; left out: nobody is asked,
   * and a guard refuses the run. The plan comes without its `skip` rows.
   */
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
  /** Relative paths with unsaved edits, which a sync from S3 leaves alone. */
  readonly unsaved?: UnsavedFiles;
}

/** Files that somebody is editing, as it stands now and with every change. */
export interface UnsavedFiles {
  readonly now: readonly string[];
  /** Returns how to stop listening. */
  onChange(listener: (now: readonly string[]) => void): () => void;
}

export interface ListHandlers {
  /** Called first, by the names alone: images that vanish meanwhile are counted, and do not come. */
  readonly onCounts?: (counts: ImageCounts) => void;
  readonly onImages: (batch: readonly CaptionedImage[]) => void;
}

/** The engine as the extension host sees it: every method rejects with `SyncError` only. */
export interface Engine {
  /** Somebody is about to ask something: what takes its time to start may start. */
  prepare(): void;
  /** The training images of a folder in natural order, as they are read; resolves to their number. */
  listImages(request: ListRequest, handlers: ListHandlers, signal: AbortSignal): Promise<number>;
  sync(request: SyncRequest, handlers: SyncHandlers): Promise<SyncResult>;
  /** Takes a run back, on both sides. Rejects with `nothing-to-undo`. */
  undo(request: UndoRequest, handlers: Omit<SyncHandlers, 'approve' | 'unsaved'>): Promise<UndoResult>;
  /** The runs of a style, newest first. */
  history(request: StyleRequest, signal: AbortSignal): Promise<readonly RunSummary[]>;
  /** What an undo of a run would bring back and take away. Rejects with `nothing-to-undo`. */
  runFiles(request: RunRequest, signal: AbortSignal): Promise<RunFiles>;
  /** A file as S3 has it; `undefined` where it is not there. */
  readObject(request: ObjectRequest, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** A caption as it is on both sides, and as one where that can be. Rejects with `object-missing`, `missing-file`. */
  captionVersions(request: ObjectRequest, signal: AbortSignal): Promise<CaptionVersions>;
  /** Lists one page under the prefix; resolves to the bucket's region. */
  checkConnection(request: ConnectionCheck, signal: AbortSignal): Promise<{ readonly region: string }>;
  /** The ids of the styles in S3, by the sub-folders of the prefix. */
  listStyles(request: ConnectionCheck, signal: AbortSignal): Promise<readonly string[]>;
}
