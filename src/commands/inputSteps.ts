import * as vscode from 'vscode';
import { createLineInput, createPicker } from '../host/shown/quickInput.js';

/** The user went back to the question before. */
export const BACK = Symbol('back');

/** An answer, or `BACK`; `undefined`: the user closed the question. */
export type StepAnswer<T> = T | typeof BACK | undefined;

export interface Question {
  readonly title: string;
  readonly step?: { readonly at: number; readonly of: number };
  readonly canGoBack: boolean;
}

export interface TextQuestion extends Question {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** The problem of a text, in one sentence; `undefined`: it is valid. */
  readonly problemOf?: (text: string) => string | undefined;
}

/** Asks for a line of text; the answer has no surrounding spaces. */
export function askText(question: TextQuestion): Promise<StepAnswer<string>> {
  const input = createLineInput(question);
  input.value = question.value;
  input.password = question.password ?? false;
  const problem = (): string | undefined => question.problemOf?.(input.value.trim());
  input.onDidChangeValue(() => (input.validationMessage = undefined));
  return ask<string>(input, question, (answer) => {
    input.validationMessage = problem();
    if (input.validationMessage === undefined) answer(input.value.trim());
  });
}

export interface ChoiceQuestion<T extends vscode.QuickPickItem> extends Question {
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
}

/** Asks for one of several items. */
export function askChoice<T extends vscode.QuickPickItem>(
  question: ChoiceQuestion<T>,
): Promise<StepAnswer<T>> {
  const input = createPicker(question);
  return ask<T>(input, question, (answer) => {
    const [picked] = input.activeItems;
    if (picked !== undefined) answer(picked.meant);
  });
}

/** Shows a question until it is answered or closed. */
function ask<T>(
  input: (vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>) & {
    onDidAccept: vscode.Event<void>;
  },
  { step, canGoBack }: Question,
  accept: (answer: (value: T) => void) => void,
): Promise<StepAnswer<T>> {
  input.step = step?.at;
  input.totalSteps = step?.of;
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<StepAnswer<T>>((resolve) => {
    input.onDidAccept(() => accept(resolve));
    input.onDidTriggerButton(() => resolve(BACK));
    input.onDidHide(() => resolve(undefined));
    input.show();
  }).finally(() => input.dispose());
}
