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

/** How the engine reports on a run and learns of a cancel. */
export interface RunHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
}

/** A sync or an undo of a style. */
export interface StyleRun<R> {
  readonly style: Style;
  readonly kind: RunKind;
  /**
   * The title of the progress notification. Left out: the run shows no notification, neither for its progress nor at
   * its end.
   */
  readonly title?: string;
  /** The message of a run that is cancelled before it changes anything. */
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
 * Runs syncs and undos. A style has one run at a time. The tree, the gallery and a progress notification show the run
 * and can cancel it, and one closing message ends it.
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
   * Does what the user asked for on a style. `undefined` where the user was told why that is impossible: the style has
   * a run already, or `act` failed.
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

  /** Throws `locked` where the style has a run already, and `bad-argument` in Restricted Mode. */
  checkMayRun(style: Style): void {
    checkTrusted();
    if (this.#isRunning(style)) throw new SyncError('locked', { holder: 'this window' });
  }

  /** Carries out a run. Throws as `checkMayRun` and `start` do. */
  async run<R>(run: StyleRun<R>): Promise<R> {
    const controller = new AbortController();
    if (run.title === undefined) return (await this.#runShown(run, controller, () => undefined)).result;
    const { result, end } = await withRunProgress(run.title, run.kind, controller, (report) =>
      this.#runShown(run, controller, report),
    );
    showClosingMessage(end, this.#log);
    return result;
  }

  /** Carries out a comparison. It changes nothing, so only the progress notification shows it. */
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

  /** Carries out a run while the tree and the gallery show it. */
  async #runShown<R>(
    run: StyleRun<R>,
    controller: AbortController,
    report: ProgressReporter,
  ): Promise<{ readonly result: R; readonly end: RunEnd }> {
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
      const end = run.endOf(result);
      this.#ended(style, end);
      return { result, end };
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
