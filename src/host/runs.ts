import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import { showClosingMessage, withRunProgress, type ProgressReporter } from './runNotification.js';
import { checkTrusted } from './settings/trust.js';
import { logSink, type Log } from './shown/log.js';
import { showInformation, t } from './shown/messages.js';
import { uriKey } from './style/uris.js';
import type { Style } from './style/style.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import { errorSentence, showError } from './texts/errorMessages.js';
import type { RunKind } from './texts/progressText.js';
import type { RunEnd, RunOutcome } from './texts/runEnds.js';

/** What the engine needs to be watched and cancelled. */
export interface RunHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
}

/** Something that runs on a style: a sync or an undo. */
export interface StyleRun<R> {
  readonly style: Style;
  readonly kind: RunKind;
  /** Of the progress notification; left out: no notification is shown, neither for progress nor at the end. */
  readonly title?: string;
  /** Said where the run is cancelled before it has changed anything. */
  readonly nothingChanged: string;
  start(handlers: RunHandlers): Promise<R>;
  endOf(result: R): RunEnd;
}

export interface FinishedRun {
  readonly style: Style;
  /** The closing message. */
  readonly message: string;
  readonly outcome: RunOutcome;
}

/**
 * The one way in which anything runs on a style: one run at a time, shown by the tree, the gallery and a progress
 * notification, cancelled from any of them, and ended with one closing message.
 */
export class StyleRuns implements vscode.Disposable {
  readonly #finished = new vscode.EventEmitter<FinishedRun>();
  readonly onDidFinish = this.#finished.event;
  readonly #library: Pick<StyleLibrary, 'setRun'>;
  readonly #log: Log;
  /** By the style's folder. */
  readonly #running = new Map<string, AbortController>();

  constructor(library: Pick<StyleLibrary, 'setRun'>, log: Log) {
    this.#library = library;
    this.#log = log;
  }

  /**
   * Does what the user has asked for on a style. `undefined` where the user was told why it cannot be done: something
   * runs on the style already, or `act` failed.
   */
  async interactively<T>(style: Style, act: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      if (this.#isRunning(style)) {
        void showInformation(t('{0} is being synced already.', style.id));
        return undefined;
      }
      this.checkMayRun(style);
      return await act();
    } catch (error) {
      showError(error, this.#log);
      return undefined;
    }
  }

  /** Throws `locked` where something runs on the style already, and `bad-argument` in Restricted Mode. */
  checkMayRun(style: Style): void {
    checkTrusted();
    if (this.#isRunning(style)) throw new SyncError('locked', { holder: t('this window') });
  }

  /** Throws as `checkMayRun`, and what `start` throws. */
  async run<R>(run: StyleRun<R>): Promise<R> {
    const controller = new AbortController();
    if (run.title === undefined) return this.#runShown(run, controller, () => undefined);
    const result = await withRunProgress(run.title, run.kind, controller, (report) =>
      this.#runShown(run, controller, report),
    );
    showClosingMessage(run.endOf(result), this.#log);
    return result;
  }

  /** The same for a comparison, which changes nothing: only the progress notification shows it. */
  async compare<R>({ style, kind, title, start }: Comparison<R>): Promise<R> {
    this.checkMayRun(style);
    const controller = new AbortController();
    return withRunProgress(title, kind, controller, (report) =>
      this.#whileRunning(style, controller, () => start(this.#handlers(controller, report))),
    );
  }

  cancel(style: Style): void {
    this.#running.get(uriKey(style.folder))?.abort();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#finished.dispose();
  }

  /** Runs while tree and gallery show it. */
  async #runShown<R>(run: StyleRun<R>, controller: AbortController, report: ProgressReporter): Promise<R> {
    const { style, kind } = run;
    this.checkMayRun(style);
    const show = (progress: SyncProgress | undefined): void =>
      this.#library.setRun(style, { kind, progress });
    const handlers = this.#handlers(controller, (progress) => {
      show(progress);
      report(progress);
    });
    try {
      const result = await this.#whileRunning(style, controller, () => {
        show(undefined);
        return run.start(handlers);
      });
      this.#ended(style, run.endOf(result));
      return result;
    } catch (error) {
      const sentence = errorSentence(error);
      this.#ended(
        style,
        sentence === undefined
          ? { message: run.nothingChanged, outcome: 'cancelled' }
          : { message: sentence, outcome: 'failed' },
      );
      throw error;
    }
  }

  #handlers({ signal }: AbortController, onProgress: ProgressReporter): RunHandlers {
    return { signal, onProgress, onLog: logSink(this.#log) };
  }

  #isRunning(style: Style): boolean {
    return this.#running.has(uriKey(style.folder));
  }

  async #whileRunning<R>(style: Style, controller: AbortController, act: () => Promise<R>): Promise<R> {
    const key = uriKey(style.folder);
    this.#running.set(key, controller);
    try {
      return await act();
    } finally {
      this.#running.delete(key);
    }
  }

  #ended(style: Style, { message, outcome }: Pick<RunEnd, 'message' | 'outcome'>): void {
    this.#library.setRun(style, undefined);
    this.#log.info(message);
    this.#finished.fire({ style, message, outcome });
  }
}

type Comparison<R> = Pick<StyleRun<R>, 'style' | 'kind' | 'start'> & { readonly title: string };
