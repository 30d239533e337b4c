import * as vscode from 'vscode';
import { visible } from '../../operations/texts/outsideWords.js';
import { withoutIcons } from './shownWords.js';

/**
 * The only functions that show lists and input boxes; lint forbids the editor's own. Names must not become icons there.
 */

/** A row with its text made safe, and the original row. */
export interface ShownRow<T extends vscode.QuickPickItem> extends vscode.QuickPickItem {
  readonly meant: T;
}

const shownRow = <T extends vscode.QuickPickItem>(meant: T): ShownRow<T> => ({
  ...meant,
  label: rowText(meant.label),
  ...(meant.description !== undefined && { description: rowText(meant.description) }),
  ...(meant.detail !== undefined && { detail: rowText(meant.detail) }),
  meant,
});

const rowText = (text: string): string => withoutIcons(visible(text));

type PickOptions = Pick<
  vscode.QuickPickOptions,
  'title' | 'placeHolder' | 'matchOnDescription' | 'matchOnDetail'
>;

/** `undefined`: the user picked none. */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[] | Thenable<readonly T[]>,
  options: PickOptions,
): Promise<T | undefined> {
  const picked = await vscode.window.showQuickPick(rowsOf(items), shownOptions(options));
  return picked?.meant;
}

/** `undefined`: the user closed the list. */
export async function pickSome<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: PickOptions,
): Promise<T[] | undefined> {
  const picked = await vscode.window.showQuickPick(rowsOf(items), {
    ...shownOptions(options),
    canPickMany: true,
  });
  return picked?.map(({ meant }) => meant);
}

const rowsOf = async <T extends vscode.QuickPickItem>(
  items: readonly T[] | Thenable<readonly T[]>,
): Promise<ShownRow<T>[]> => (await items).map(shownRow);

const shownOptions = ({ title, placeHolder, ...options }: PickOptions): vscode.QuickPickOptions => ({
  ...options,
  ...(title !== undefined && { title: visible(title) }),
  ...(placeHolder !== undefined && { placeHolder: visible(placeHolder) }),
});

/** A list whose rows have buttons, or that is a step of several questions. `active`: the row that Enter picks. */
export function createPicker<T extends vscode.QuickPickItem>({
  title,
  placeholder,
  items,
  active,
}: {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
}): vscode.QuickPick<ShownRow<T>> {
  const picker = vscode.window.createQuickPick<ShownRow<T>>();
  picker.title = visible(title);
  picker.placeholder = visible(placeholder);
  picker.items = items.map(shownRow);
  if (active !== undefined) picker.activeItems = picker.items.filter(({ meant }) => meant === active);
  return picker;
}

export interface LineQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  /** The text that is there first, selected. */
  readonly value?: string;
  /** The problem of a text, in one sentence; `undefined`: it is valid. */
  readonly problemOf: (text: string) => string | undefined;
}

/** Asks for a line of text. The box stays open when the window loses the focus. */
export const enterLine = ({
  title,
  prompt,
  placeholder = '',
  value = '',
  problemOf,
}: LineQuestion): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title: visible(title),
    prompt: visible(prompt),
    placeHolder: placeholder,
    value,
    ignoreFocusOut: true,
    validateInput: problemOf,
  });

/** An input box that is a step of several questions. */
export function createLineInput({
  title,
  prompt,
  placeholder = '',
}: Pick<LineQuestion, 'title' | 'prompt' | 'placeholder'>): vscode.InputBox {
  const input = vscode.window.createInputBox();
  input.title = visible(title);
  input.prompt = visible(prompt);
  input.placeholder = placeholder;
  return input;
}

/** `undefined`: the user picked none. */
export const pickWorkspaceFolder = (placeHolder: string): Thenable<vscode.WorkspaceFolder | undefined> =>
  vscode.window.showWorkspaceFolderPick({ placeHolder: visible(placeHolder) });
