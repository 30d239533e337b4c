import type { SyncResult } from '../operations/protocol/results.js';
import { describeError, summarySentence } from '../operations/texts/texts.js';
import { SyncError } from '../core/errors.js';
import type { SyncDirection, SyncProgress } from '../core/progress.js';
import { showError } from './texts/errorMessages.js';
import type { Log } from './shown/log.js';
import { showInformation, showWarning, t, withProgress, type ProgressReport } from './shown/messages.js';
import type { SyncOutcome } from './style/style.js';
import { progressFraction, progressText } from './texts/progressText.js';

type Reporter = (progress: SyncProgress) => void;

/** Runs something in the one progress notification of a sync, whose Cancel aborts `controller`. */
export function withSyncProgress<T>(
  title: string,
  direction: SyncDirection,
  controller: AbortController,
  task: (report: Reporter) => Promise<T>,
): Thenable<T> {
  return withProgress(title, (report, token) => {
    token.onCancellationRequested(() => controller.abort());
    return task(notificationReporter(report, direction));
  });
}

/** Something that the user should look into. */
function hasFailures(result: SyncResult): boolean {
  const { failed, conflicts, refused, drifted, deletions_skipped, unconfirmed, stopped_by } = result;
  const looks = failed + conflicts + refused + drifted + deletions_skipped + unconfirmed;
  return stopped_by !== undefined || looks > 0;
}

/** A sync that the user stopped has not failed, however far it came. */
export function outcomeOf(result: SyncResult): SyncOutcome {
  if (result.cancelled) return 'cancelled';
  return hasFailures(result) ? 'failed' : 'done';
}

/** How far a run came, and what stopped it. */
export function closingMessage(result: SyncResult): string {
  const { stopped_by: stop } = result;
  const summary = summarySentence(result, t);
  return stop === undefined ? summary : `${summary} ${describeError(stop.code, stop.data, t)}`;
}

/** The one closing message. Not awaited: the sync is over, whether it is read or not. */
export function showClosingMessage(result: SyncResult, log: Log): void {
  const message = closingMessage(result);
  if (result.stopped_by !== undefined) {
    showError(new SyncError(result.stopped_by.code, result.stopped_by.data), log, message);
    return;
  }
  if (!hasFailures(result)) {
    void showInformation(message);
    return;
  }
  const showLog = t('Show Log');
  void showWarning(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}

/** Turns the engine's totals into what a notification wants: a text, and how much more than the last time. */
function notificationReporter(report: ProgressReport, direction: SyncDirection): Reporter {
  let shown = 0;
  return (progress) => {
    const percent = progress.phase === 'transferring' ? (progressFraction(progress) ?? 0) * 100 : shown;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    report({ message: progressText(direction, progress, t), increment });
  };
}
