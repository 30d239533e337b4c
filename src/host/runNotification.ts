import type * as vscode from 'vscode';
import type { SyncProgress } from '../core/progress.js';
import {
  showFailure,
  showInformation,
  showWarning,
  showWithActions,
  t,
  withProgress,
  type MessageAction,
  type ProgressReport,
} from './shown/messages.js';
import { progressFraction, progressText, type RunKind } from './texts/progressText.js';
import type { RunOutcome } from './texts/runEnds.js';

export type ProgressReporter = (progress: SyncProgress) => void;

export interface RunProgress {
  readonly title: string;
  readonly kind: RunKind;
  /** Aborted by the notification's Cancel. */
  readonly controller: AbortController;
  /** Whether the run is seen elsewhere, or waits for an answer: then there is no notification. */
  isCovered(): boolean;
  /** Fired when `isCovered` may have changed. */
  readonly onDidChange: vscode.Event<void>;
}

/** Runs a task, and shows its progress in a notification as long as it is seen nowhere else. */
export async function withRunProgress<T>(
  run: RunProgress,
  task: (report: ProgressReporter) => Promise<T>,
): Promise<T> {
  let shown: ShownProgress | undefined;
  let last: SyncProgress | undefined;
  const update = (): void => {
    if (run.isCovered()) {
      void shown?.close();
      shown = undefined;
    } else if (shown === undefined) {
      shown = new ShownProgress(run);
      if (last !== undefined) shown.report(last);
    }
  };
  const listening = run.onDidChange(update);
  update();
  try {
    return await task((progress) => {
      last = progress;
      shown?.report(progress);
    });
  } finally {
    listening.dispose();
    // The closing message comes when the progress has gone.
    await shown?.close();
  }
}

/** A progress notification that can be closed before its run ends. */
class ShownProgress {
  #report: ProgressReporter = () => undefined;
  #first: SyncProgress | undefined;
  #end: () => void = () => undefined;
  readonly #closed: Thenable<void>;

  constructor({ title, kind, controller }: RunProgress) {
    const ended = new Promise<void>((resolve) => (this.#end = resolve));
    this.#closed = withProgress(title, (report, token) => {
      token.onCancellationRequested(() => controller.abort());
      this.#report = notificationReporter(report, kind);
      if (this.#first !== undefined) this.#report(this.#first);
      return ended;
    });
  }

  /** The editor opens a notification after a moment: what is reported before is shown then. */
  report(progress: SyncProgress): void {
    this.#first = progress;
    this.#report(progress);
  }

  /** Resolves when the notification is gone. */
  async close(): Promise<void> {
    this.#end();
    await this.#closed;
  }
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

/** The kind of notification by the outcome; the gallery's bar has icons of the same colours. */
const SHOW_OUTCOME = {
  done: showInformation,
  cancelled: showInformation,
  attention: showWarning,
  failed: showFailure,
} as const satisfies Record<RunOutcome, unknown>;

/** Shows the one closing message of a run. Does not wait for the user to read it. */
export function showClosingMessage(
  message: string,
  outcome: RunOutcome,
  actions: readonly MessageAction[],
): void {
  showWithActions(SHOW_OUTCOME[outcome], message, actions);
}
