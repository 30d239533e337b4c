import { SyncError } from '../core/errors.js';
import type { SyncProgress } from '../core/progress.js';
import type { Log } from './shown/log.js';
import { showInformation, showWarning, t, withProgress, type ProgressReport } from './shown/messages.js';
import { showError } from './texts/errorMessages.js';
import { progressFraction, progressText, type RunKind } from './texts/progressText.js';
import type { RunEnd } from './texts/runEnds.js';

export type ProgressReporter = (progress: SyncProgress) => void;

/** Runs a task under the progress notification of a run. The notification's Cancel aborts `controller`. */
export function withRunProgress<T>(
  title: string,
  kind: RunKind,
  controller: AbortController,
  task: (report: ProgressReporter) => Promise<T>,
): Thenable<T> {
  return withProgress(title, (report, token) => {
    token.onCancellationRequested(() => controller.abort());
    return task(notificationReporter(report, kind));
  });
}

/** Translates the engine's totals for a notification: a text, and the percentage added since the last report. */
function notificationReporter(report: ProgressReport, kind: RunKind): ProgressReporter {
  let shown = 0;
  return (progress) => {
    const percent = progress.phase === 'transferring' ? (progressFraction(progress) ?? 0) * 100 : shown;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    report({ message: progressText(kind, progress, t), increment });
  };
}

/** Shows the one closing message of a run. Does not wait for the user to read it. */
export function showClosingMessage({ message, needsAttention, stoppedBy }: RunEnd, log: Log): void {
  if (stoppedBy !== undefined) {
    showError(new SyncError(stoppedBy.code, stoppedBy.data), log, message);
    return;
  }
  if (!needsAttention) {
    void showInformation(message);
    return;
  }
  const showLog = t('Show Log');
  void showWarning(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
