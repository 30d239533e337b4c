import type { LogSink, SyncProgress } from '../sync/progress.js';
import type { SyncResult } from './results.js';

/** Who watches a sync, and is asked. */
export interface SyncStyleHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  /**
   * Asked once before the first change, with the plan: where `confirm` of the request or a guard wants it. Left out:
   * nobody is asked, and what trips a guard is refused unless the request is forced.
   */
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
  /** Whether somebody has unsaved edits of a file open; left out: nobody has. */
  readonly isUnsaved?: (path: string) => boolean;
}
