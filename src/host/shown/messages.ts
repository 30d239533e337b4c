import * as vscode from 'vscode';
import { visible, visibleLines } from '../../operations/texts/outsideWords.js';
import type { Translate } from '../../operations/texts/translate.js';
import { isFolded, shownWord, withoutIcons, withoutLinks } from './shownWords.js';

/**
 * The one way to a notification, a modal question and a progress (lint forbids every other): what a file is called or a
 * server says becomes no link there, and turns no text around.
 */

/** Translates a sentence of ours. Its arguments are words from outside. */
export const t: Translate = (message, ...args) =>
  vscode.l10n.t(message, ...args.map((arg) => (typeof arg === 'string' ? shownWord(arg) : arg)));

const notification = (message: string): string => withoutLinks(visible(message));

const buttonsOf = (message: string, buttons: readonly string[]): readonly string[] =>
  isFolded(message, buttons) ? [t('OK')] : buttons;

/** Resolves to the button that was pressed. */
export const showInformation = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(notification(message), ...buttonsOf(message, buttons));

/** Resolves to the button that was pressed. */
export const showWarning = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(notification(message), ...buttonsOf(message, buttons));

/** Resolves to the button that was pressed. */
export const showFailure = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(notification(message), ...buttonsOf(message, buttons));

/** Asks before anything else can be done. `detail` may have several lines. Resolves to the button that was pressed. */
export const ask = (
  { title, detail }: { readonly title: string; readonly detail: string },
  ...buttons: string[]
): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(visible(title), { modal: true, detail: visibleLines(detail) }, ...buttons);

/** What a progress is told of: a text, and how much more of 100 than the last time. */
export type ProgressReport = (step: { readonly message?: string; readonly increment?: number }) => void;

/** Runs something under a notification with its progress and a button that cancels it. */
export const withProgress = <T>(
  title: string,
  task: (report: ProgressReport, token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> =>
  vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: notification(title), cancellable: true },
    (progress, token) =>
      task(
        ({ message, ...step }) =>
          progress.report({ ...step, ...(message !== undefined && { message: notification(message) }) }),
        token,
      ),
  );

/** Runs something that is short: said in the status bar, or not at all. */
export const withQuietProgress = <T>(task: () => Thenable<T>, title?: string): Thenable<T> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      ...(title !== undefined && { title: withoutIcons(visible(title)) }),
    },
    task,
  );
