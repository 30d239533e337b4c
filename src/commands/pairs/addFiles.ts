import * as vscode from 'vscode';
import { t } from '../../host/shown/messages.js';
import { readSetting } from '../../host/settings/settings.js';
import type { CommandServices } from '../commandServices.js';
import { subjectsOf } from '../commandTargets.js';
import { styleOfCommand } from '../pickStyle.js';
import { addUrisTo } from './addUris.js';

/**
 * New from Files.
 * 1. Of a style or one of its folders, in the tree or the gallery; from the palette asks which style.
 * 2. Asks for images and captions; a caption that lies beside a chosen image comes along.
 * 3. Copies them into the style. Where a name is taken, asks whether to take another one.
 * 4. Closes with the numbers and Undo.
 */
export async function addFiles(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const title = t('New from Files');
  const style = await styleOfCommand(services, args, title);
  if (style === undefined) return;
  const extensions = [...readSetting('imageExtensions', style.folder), 'txt'];
  const files = await vscode.window.showOpenDialog({
    title,
    openLabel: t('Add to Style'),
    canSelectMany: true,
    filters: { [t('Images and Captions')]: extensions.flatMap((one) => [one, one.toUpperCase()]) },
  });
  if (files === undefined) return;
  const [subject] = subjectsOf(args);
  const isFolder = subject !== undefined && 'kind' in subject && subject.kind === 'folder';
  await addUrisTo(services, { style, folder: isFolder ? subject.path : '', files });
}
