import * as vscode from 'vscode';
import { SyncError } from '../sync/errors.js';
import type { CommandServices } from './commandServices.js';
import { captionOf, imageOfCommand } from './imageOfCommand.js';

/**
 * Create Caption.
 * 1. On an image, on the one in the active editor, or on one that the user picks.
 * 2. Makes an empty caption; one that is there already stays as it is.
 * 3. Opens it beside the image.
 */
export async function createCaption(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const image = await imageOfCommand(services, args, vscode.l10n.t('Create Caption'));
  if (image !== undefined) await createCaptionOf(image);
}

/** Throws `unwritable-file`. */
export async function createCaptionOf(image: vscode.Uri): Promise<void> {
  const caption = captionOf(image);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(caption, { ignoreIfExists: true });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new SyncError('unwritable-file', {
      file: caption.fsPath,
      cause: vscode.l10n.t('the editor could not make it'),
    });
  }
  await vscode.window.showTextDocument(caption);
}
