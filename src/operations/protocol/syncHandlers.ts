import type { LogSink, SyncProgress } from '../../core/progress.js';
import type { SyncResult } from './results.js';

/** How a sync reports, asks and is cancelled. */
export interface SyncStyleHandlers {
  /** Cancels the run, which then ends in good order. */
  readonly signal: AbortSignal;
  /** Ends a cancelled run at once: transfers under way are abandoned, and named in the result. */
  readonly hurry?: AbortSignal;
  /**
   * Called before each request that writes and before each change of a file. The run may have changed something from
   * then on.
   */
  readonly onWrite?: () => void;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly log: LogSink;
  /**
   * Asked once before the first change, with the plan, where `confirm` of the request or a guard requires it. Left out:
   * nobody is asked, and a tripped guard refuses the run unless the request is forced.
   */
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
  /** Whether a file has unsaved edits in an editor; left out: no file has. */
  readonly isUnsaved?: (path: string) => boolean;
}
