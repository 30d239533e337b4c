import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import { showClosingMessage, withRunProgress, type ProgressReporter } from './runNotification.js';
import { checkTrusted } from './settings/trust.js';
import { logSink, type Log } from './shown/log.js';
import { showInformation, t, type MessageAction } from './shown/messages.js';
import { uriKey } from './style/uris.js';
import type { Style } from './style/style.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import { errorActions, errorSentence, logAction, logError, showError } from './texts/errorMessages.js';
import type { RunKind } from './texts/progressText.js';
import type { RunEnd, RunOffer, RunOutcome } from './texts/runEnds.js';

/** How the engine reports on a run and learns of a cancel. */
export interface RunHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
  /** Shows no progress while the user is asked. */
  whileAsking<T>(ask: () => Promise<T>): Promise<T>;
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
  /** Carries out what the end offers. */
  follow?(offer: RunOffer['kind'], result: R): void;
}

export interface FinishedRun {
  readonly style: Style;
  readonly kind: RunKind;
  /** The closing message. */
  readonly message: string;
  readonly outcome: RunOutcome;
  /** Its buttons. */
  readonly actions: readonly MessageAction[];
}

/**
 * Runs syncs and undos. A style has one run at a time. One place shows it, can cancel it and says how it ended: the bar
 * of the style's gallery while that is on the screen, else a notification. The tree shows its progress as well.
 */
export class StyleRuns implements vscode.Disposable {
  readonly #finished = new vscode.EventEmitter<FinishedRun>();
  readonly onDidFinish = this.#finished.event;
  readonly #library: Pick<StyleLibrary, 'setRun'>;
  readonly #log: Log;
  /** By the style's folder. */
  readonly #running = new Map<string, AbortController>();
  /** The folders of the styles whose gallery is on the screen. */
  readonly #watched = new Set<string>();
  readonly #placesChanged = new vscode.EventEmitter<void>();
  /** The runs that wait for an answer of the user. */
  readonly #asking = new Set<AbortController>();
  /** Errors that a gallery's bar has shown. */
  readonly #told = new WeakSet<object>();

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
      if (error instanceof Error && this.#told.has(error)) logError(error, this.#log);
      else showError(error, this.#log);
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
    const { title, style, kind } = run;
    if (title === undefined) return (await this.#runShown(run, controller, () => undefined)).result;
    const isCovered = (): boolean => this.#isWatched(style) || this.#asking.has(controller);
    const shown = { title, kind, controller, isCovered, onDidChange: this.#placesChanged.event };
    const { result, finished } = await withRunProgress(shown, (report) =>
      this.#runShown(run, controller, report),
    );
    if (!this.#isWatched(style)) {
      showClosingMessage(finished.message, finished.outcome, finished.actions);
    }
    return result;
  }

  /** Tells whether the gallery of a style is on the screen: its bar then shows the style's runs. */
  watch(style: Style, isVisible: boolean): void {
    const key = uriKey(style.folder);
    if (isVisible) this.#watched.add(key);
    else this.#watched.delete(key);
    this.#placesChanged.fire();
  }

  /** Carries out a comparison. It changes nothing, so only the progress notification shows it. */
  async compare<R>({ style, kind, title, start }: Comparison<R>): Promise<R> {
    this.checkMayRun(style);
    const controller = new AbortController();
    const isCovered = (): boolean => this.#asking.has(controller);
    const shown = { title, kind, controller, isCovered, onDidChange: this.#placesChanged.event };
    return withRunProgress(shown, (report) =>
      this.#whileRunning(style, controller, () => start(this.#handlers(controller, report))),
    );
  }

  cancel(style: Style): void {
    this.#running.get(uriKey(style.folder))?.abort();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#finished.dispose();
    this.#placesChanged.dispose();
  }

  /** Carries out a run while the tree and the gallery show it. */
  async #runShown<R>(
    run: StyleRun<R>,
    controller: AbortController,
    report: ProgressReporter,
  ): Promise<{ readonly result: R; readonly finished: FinishedRun }> {
    const { style, kind } = run;
    this.checkMayRun(style);
    const show = (progress: SyncProgress | undefined): void =>
      this.#library.setRun(style, { kind, progress, isAsking: this.#asking.has(controller) });
    const handlers = this.#handlers(controller, (progress) => {
      show(progress);
      report(progress);
    });
    const whileAsking = <T>(ask: () => Promise<T>): Promise<T> =>
      handlers.whileAsking(() => {
        show(undefined);
        return ask();
      });
    try {
      const result = await this.#whileRunning(style, controller, () => {
        show(undefined);
        return run.start({ ...handlers, whileAsking });
      });
      return { result, finished: this.#ended(style, this.#finishedRun(run, result)) };
    } catch (error) {
      const sentence = errorSentence(error);
      this.#ended(
        style,
        sentence === undefined
          ? { style, kind, message: run.nothingChanged, outcome: 'cancelled', actions: [] }
          : { style, kind, message: sentence, outcome: 'failed', actions: errorActions(error, this.#log) },
      );
      if (error instanceof Error && this.#isWatched(style)) this.#told.add(error);
      throw error;
    }
  }

  #handlers(controller: AbortController, onProgress: ProgressReporter): RunHandlers {
    const { signal } = controller;
    const whileAsking = async <T>(ask: () => Promise<T>): Promise<T> => {
      this.#asking.add(controller);
      this.#placesChanged.fire();
      try {
        return await ask();
      } finally {
        this.#asking.delete(controller);
        this.#placesChanged.fire();
      }
    };
    return { signal, onProgress, onLog: logSink(this.#log), whileAsking };
  }

  #isWatched(style: Style): boolean {
    return this.#watched.has(uriKey(style.folder));
  }

  /** The closing message: first what leads to the rows or mends the error, then the log. */
  #finishedRun<R>(run: StyleRun<R>, result: R): FinishedRun {
    const { message, outcome, needsAttention, stoppedBy, offers } = run.endOf(result);
    const of = { style: run.style, kind: run.kind };
    const followed = offers.map(({ kind, label }) => ({ label, carryOut: () => run.follow?.(kind, result) }));
    if (stoppedBy === undefined) {
      const actions = needsAttention ? [...followed, logAction(this.#log)] : followed;
      return { ...of, message, outcome, actions };
    }
    const error = new SyncError(stoppedBy.code, stoppedBy.data);
    logError(error, this.#log);
    return { ...of, message, outcome, actions: [...followed, ...errorActions(error, this.#log)] };
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

  #ended(style: Style, finished: FinishedRun): FinishedRun {
    this.#library.setRun(style, undefined);
    this.#log.info(finished.message);
    this.#finished.fire(finished);
    return finished;
  }
}

type Comparison<R> = Pick<StyleRun<R>, 'style' | 'kind' | 'start'> & { readonly title: string };
