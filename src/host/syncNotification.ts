import * as vscode from 'vscode';
import type { SyncResult } from '../styles/results.js';
import { describeError, summarySentence } from '../styles/texts.js';
import { SyncError } from '../sync/errors.js';
import type { SyncDirection, SyncProgress } from '../sync/progress.js';
import { showError } from './errorMessages.js';
import type { SyncOutcome } from './style.js';
import { progressFraction, progressText } from './progressText.js';

type Reporter = (progress: SyncProgress) => void;

/** Runs something in the one progress notification of a sync, whose Cancel aborts `controller`. */
export function withSyncProgress<T>(
  title: string,
  direction: SyncDirection,
  controller: AbortController,
  task: (report: Reporter) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (notification, token) => {
      token.onCancellationRequested(() => controller.abort());
      return task(notificationReporter(notification, direction));
    },
  );
}

/** Something that the user should look into. */
function hasFailures(result: SyncResult): boolean {
  const { failed, conflicts, refused, drifted, deletions_skipped, stopped_by } = result;
  return stopped_by !== undefined || failed + conflicts + refused + drifted + deletions_skipped > 0;
}

/** A sync that the user stopped has not failed, however far it came. */
export function outcomeOf(result: SyncResult): SyncOutcome {
  if (result.stopped_by?.code === 'cancelled') return 'cancelled';
  return hasFailures(result) ? 'failed' : 'done';
}

/** What stopped a run is worth more than how far it came. */
export function closingMessage(result: SyncResult): string {
  const { stopped_by: stop } = result;
  return stop === undefined
    ? summarySentence(result, vscode.l10n.t)
    : describeError(stop.code, stop.data, vscode.l10n.t);
}

/** The one closing message. Not awaited: the sync is over, whether it is read or not. */
export function showClosingMessage(result: SyncResult, log: vscode.LogOutputChannel): void {
  if (result.stopped_by !== undefined) {
    showError(new SyncError(result.stopped_by.code, result.stopped_by.data), log);
    return;
  }
  const message = closingMessage(result);
  if (!hasFailures(result)) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showWarningMessage(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}

/** Turns the engine's totals into what a notification wants: a text, and how much more than the last time. */
function notificationReporter(
  notification: vscode.Progress<{ message?: string; increment?: number }>,
  direction: SyncDirection,
): Reporter {
  let shown = 0;
  return (progress) => {
    const percent = progress.phase === 'transferring' ? (progressFraction(progress) ?? 0) * 100 : shown;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    notification.report({ message: progressText(direction, progress, vscode.l10n.t), increment });
  };
}
