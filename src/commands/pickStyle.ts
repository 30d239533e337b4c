import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import { t } from '../host/shown/messages.js';
import { pickOne } from '../host/shown/quickInput.js';
import type { Style } from '../host/style/style.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { CommandServices } from './commandServices.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

export interface StyleItem extends vscode.QuickPickItem {
  readonly style: Style;
}

/**
 * The style of a command without arguments: the only one, or the one that the user picks. `undefined` where the user
 * picks none. Throws `bad-argument` where there is none to pick.
 */
export async function pickStyle(library: StyleLibrary, title: string): Promise<Style | undefined> {
  const styles = await library.discover();
  if (styles.length === 0) {
    throw new SyncError('bad-argument', {
      cause: t('There are no training images in this workspace yet'),
    });
  }
  if (styles.length === 1) return styles[0];
  const picked = await pickOne(styleItems(styles), {
    title,
    placeHolder: t('Choose a style'),
    matchOnDescription: true,
  });
  return picked?.style;
}

/** The styles by id, each with its folder relative to the workspace. */
export function styleItems(styles: readonly Style[]): StyleItem[] {
  return styles.map((style) => ({
    label: style.id,
    description: vscode.workspace.asRelativePath(style.folder),
    style,
  }));
}

/**
 * The one style of a command: the style of its subject, the only one, or the one that the user picks. `undefined` where
 * the user picks none. Throws `bad-argument` where there is none to pick.
 */
export async function styleOfCommand(
  { library }: CommandServices,
  args: readonly unknown[],
  title: string,
): Promise<Style | undefined> {
  const [target] = await syncTargets(subjectsOf(args), library, 'its style');
  return target?.style ?? pickStyle(library, title);
}
