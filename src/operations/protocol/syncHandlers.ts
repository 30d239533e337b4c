import type { LogSink, SyncProgress } from '../../core/progress.js';
import type { SyncResult } from './results.js';

/** Who watches a sync, and is asked. */
export interface SyncStyleHandlers {
  /** Cancels the run, which ends in good order. */
  readonly signal: AbortSignal;
  /** Ends a cancelled run at once: what is under way is left to itself, and named in the result. */
  readonly hurry?: AbortSignal;
  /** Called before each request that writes and each change of a file: from then on something was done. */
  readonly onWrite?: () => void;
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
