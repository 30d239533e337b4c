import * as vscode from 'vscode';

/** A modal question of the extension. */
export interface Asked {
  readonly title: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** Records the extension's messages, and answers its modal questions, which tests never show; `undefined`: Cancel. */
export class Modals {
  readonly asked: Asked[] = [];
  /** Errors, warnings and information without a question. */
  readonly said: string[] = [];
  readonly #showWarning = vscode.window.showWarningMessage;
  readonly #showInformation = vscode.window.showInformationMessage;
  readonly #showError = vscode.window.showErrorMessage;

  constructor(public answer: string | undefined) {
    const show = (message: string, ...rest: readonly unknown[]): Thenable<unknown> => {
      const [options, ...buttons] = rest;
      if (!isModal(options)) {
        this.said.push(message);
        return Promise.resolve(undefined);
      }
      this.asked.push({ title: message, detail: options.detail ?? '', buttons: buttons.map(String) });
      return Promise.resolve(this.answer);
    };
    Object.assign(vscode.window, {
      showWarningMessage: show,
      showInformationMessage: show,
      showErrorMessage: show,
    });
  }

  dispose(): void {
    Object.assign(vscode.window, {
      showWarningMessage: this.#showWarning,
      showInformationMessage: this.#showInformation,
      showErrorMessage: this.#showError,
    });
  }
}

const isModal = (options: unknown): options is vscode.MessageOptions =>
  typeof options === 'object' && options !== null && 'modal' in options && options.modal === true;
