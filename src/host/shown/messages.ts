import * as vscode from 'vscode';
import { visible, visibleLines } from '../../operations/texts/outsideWords.js';
import type { Translate } from '../../operations/texts/translate.js';
import { isFolded, shownWord, withoutIcons, withoutLinks } from './shownWords.js';

/**
 * The only functions that show notifications, modal questions and progress; lint forbids the editor's own. Names of
 * files and messages of servers must not become links there, nor change the direction of the text.
 */

/** Translates a sentence of the extension. The arguments are text from outside. */
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

/** A button of a message, and what it does. */
export interface MessageAction {
  readonly label: string;
  carryOut(): void;
}

/** Shows a message with buttons that act. Does not wait for the user. */
export function showWithActions(
  show: (message: string, ...buttons: string[]) => Thenable<string | undefined>,
  message: string,
  actions: readonly MessageAction[],
): void {
  void show(message, ...actions.map(({ label }) => label)).then((choice) =>
    actions.find(({ label }) => label === choice)?.carryOut(),
  );
}

/** Asks a modal question. `detail` may have several lines. Resolves to the button that was pressed. */
export const ask = (
  { title, detail }: { readonly title: string; readonly detail: string },
  ...buttons: string[]
): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(visible(title), { modal: true, detail: visibleLines(detail) }, ...buttons);

/** Reports a step of a progress: a text, and the percentage added since the last step. */
export type ProgressReport = (step: { readonly message?: string; readonly increment?: number }) => void;

/** Runs a task under a notification that shows its progress and has a Cancel button. */
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

/** An item of the status bar; a click on it runs `command`. */
export class StatusBarLine implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  /** `name`: what the menu of the status bar calls it. */
  constructor(id: string, name: string) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, 0);
    this.#item.name = name;
  }

  show(icon: string, words: string, tooltip: string, command: vscode.Command): void {
    this.#item.text = `$(${icon}) ${withoutIcons(visible(words))}`;
    this.#item.tooltip = visible(tooltip);
    this.#item.command = command;
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** Runs a short task, with a title in the status bar if one is given. */
export const withQuietProgress = <T>(task: () => Thenable<T>, title?: string): Thenable<T> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      ...(title !== undefined && { title: withoutIcons(visible(title)) }),
    },
    task,
  );
