import * as vscode from 'vscode';
import type { Engine, SyncHandlers } from '../engine/engine.js';
import type { DeletionsToApprove, SyncRequest } from '../styles/requests.js';
import type { SyncResult } from '../styles/results.js';
import { describeError, summarySentence } from '../styles/texts.js';
import { SyncError } from '../sync/errors.js';
import type { SyncDirection, SyncProgress } from '../sync/progress.js';
import { bucketConnection } from './bucketConnection.js';
import { bucketNameProblem } from './bucketName.js';
import { deletionQuestion } from './deletionQuestion.js';
import { errorSentence, logError, showError } from './errorMessages.js';
import { logSink } from './log.js';
import { placeKey } from './places.js';
import { progressFraction, progressText } from './progressText.js';
import type { ConnectionSecrets } from './secrets.js';
import { readSetting, writeSetting } from './settings.js';
import type { FinishedSync, Style, SyncOptions, SyncRunner } from './style.js';
import type { WorkspaceStyleLibrary } from './styleLibrary.js';
import { checkTrusted } from './trust.js';

/** What a run needs of the rest of the extension. */
export interface SyncServices {
  readonly engine: Engine;
  readonly library: WorkspaceStyleLibrary;
  readonly secrets: ConnectionSecrets;
  readonly log: vscode.LogOutputChannel;
}

/** Runs syncs with a progress notification, the questions before what can lose something, and a closing message. */
export class EditorSyncRunner implements SyncRunner, vscode.Disposable {
  readonly #finished = new vscode.EventEmitter<FinishedSync>();
  readonly onDidFinish = this.#finished.event;
  readonly #services: SyncServices;
  /** By the style's folder. */
  readonly #running = new Map<string, AbortController>();

  constructor(services: SyncServices) {
    this.#services = services;
  }

  async run(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult | undefined> {
    try {
      return options.interactive
        ? await this.#runWithQuestions(style, direction, options)
        : await this.#runAlone(style, direction, options);
    } catch (error) {
      if (options.interactive) {
        showError(error, this.#services.log);
        return undefined;
      }
      logError(error, this.#services.log);
      throw error;
    }
  }

  cancel(style: Style): void {
    this.#running.get(placeKey(style.folder))?.abort();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#finished.dispose();
  }

  async #runAlone(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult> {
    this.#checkMayRun(style);
    const request = await this.#request(style, direction, options);
    return this.#sync(style, request, new AbortController(), undefined);
  }

  async #runWithQuestions(
    style: Style,
    direction: SyncDirection,
    options: SyncOptions,
  ): Promise<SyncResult | undefined> {
    if (this.#isRunning(style)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is being synced already.', style.id));
      return undefined;
    }
    this.#checkMayRun(style);
    if (!(await hasBucket(style))) return undefined;
    const request = await this.#request(style, direction, options);
    const title =
      direction === 'to-s3'
        ? vscode.l10n.t('Syncing {0} to S3', style.id)
        : vscode.l10n.t('Syncing {0} from S3', style.id);
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (notification, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return this.#sync(style, request, controller, notification);
      },
    );
    this.#showResult(result);
    return result;
  }

  /** Throws where a sync of the style cannot begin. */
  #checkMayRun(style: Style): void {
    checkTrusted();
    if (this.#isRunning(style)) {
      throw new SyncError('locked', { holder: vscode.l10n.t('this window') });
    }
  }

  #isRunning(style: Style): boolean {
    return this.#running.has(placeKey(style.folder));
  }

  async #request(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncRequest> {
    const resource = style.folder;
    return {
      direction,
      folder: resource.fsPath,
      imageExtensions: readSetting('imageExtensions', resource),
      ...(await bucketConnection(resource, this.#services.secrets)),
      styleId: style.id,
      syncDeletes: options.syncDeletes ?? readSetting('syncDeletes', resource),
      concurrency: readSetting('concurrency', resource),
      ...(options.images && { images: options.images }),
      onConflict: 'skip',
      force: false,
      dryRun: false,
      holder: 'VS Code',
    };
  }

  /** Interactive where there is a notification. */
  async #sync(
    style: Style,
    request: SyncRequest,
    controller: AbortController,
    notification: Notification | undefined,
  ): Promise<SyncResult> {
    const { engine, library, log } = this.#services;
    const { direction } = request;
    this.#checkMayRun(style);
    const key = placeKey(style.folder);
    this.#running.set(key, controller);
    library.setSync(style, { direction, progress: undefined });
    const report = notification && notificationReporter(notification, direction);
    const handlers: SyncHandlers = {
      signal: controller.signal,
      onProgress: (progress) => {
        library.setSync(style, { direction, progress });
        report?.(progress);
      },
      onLog: logSink(log),
      ...(notification && { approve: (deletions) => this.#approve(deletions) }),
    };
    try {
      const result = await engine.sync(request, handlers);
      this.#ended(style, direction, closingMessage(result), hasFailures(result));
      return result;
    } catch (error) {
      const sentence = errorSentence(error);
      const message = sentence ?? vscode.l10n.t('Sync of {0} cancelled. Nothing was changed.', style.id);
      this.#ended(style, direction, message, sentence !== undefined);
      throw error;
    }
  }

  #ended(style: Style, direction: SyncDirection, message: string, failed: boolean): void {
    this.#running.delete(placeKey(style.folder));
    this.#services.library.setSync(style, undefined);
    this.#services.log.info(message);
    this.#finished.fire({ style, direction, message, failed });
  }

  /** A question that could not be put is not a yes. */
  async #approve(deletions: DeletionsToApprove): Promise<boolean> {
    const { title, detail, button } = deletionQuestion(deletions, vscode.l10n.t);
    try {
      return (await vscode.window.showWarningMessage(title, { modal: true, detail }, button)) === button;
    } catch (error) {
      this.#services.log.error(`Deletions could not be confirmed: ${String(error)}`);
      return false;
    }
  }

  /** The one closing message. Not awaited: the sync is over, whether it is read or not. */
  #showResult(result: SyncResult): void {
    const { log } = this.#services;
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
}

type Notification = vscode.Progress<{ message?: string; increment?: number }>;

/** Something that the user should look into. */
function hasFailures(result: SyncResult): boolean {
  const { failed, conflicts, refused, deletions_skipped, stopped_by } = result;
  return stopped_by !== undefined || failed + conflicts + refused + deletions_skipped > 0;
}

/** What stopped a run is worth more than how far it came. */
function closingMessage(result: SyncResult): string {
  const { stopped_by: stop } = result;
  return stop === undefined
    ? summarySentence(result, vscode.l10n.t)
    : describeError(stop.code, stop.data, vscode.l10n.t);
}

/** Turns the engine's totals into what a notification wants: a text, and how much more than the last time. */
function notificationReporter(
  notification: Notification,
  direction: SyncDirection,
): (progress: SyncProgress) => void {
  let shown = 0;
  return (progress) => {
    const percent = progress.phase === 'transferring' ? (progressFraction(progress) ?? 0) * 100 : shown;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    notification.report({ message: progressText(direction, progress, vscode.l10n.t), increment });
  };
}

/** Asks for the bucket where none is set, and writes the answer to the workspace. `false`: none was given. */
async function hasBucket(style: Style): Promise<boolean> {
  if (readSetting('bucket', style.folder).trim() !== '') return true;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Bucket for {0}', style.id),
    prompt: vscode.l10n.t(
      'The S3 bucket that holds your styles. It is kept in the settings of this workspace.',
    ),
    placeHolder: vscode.l10n.t('my-training-data'),
    ignoreFocusOut: true,
    validateInput: (name) => bucketNameProblem(name, vscode.l10n.t),
  });
  if (answer === undefined) return false;
  await writeSetting('bucket', answer.trim(), style.folder);
  return true;
}
