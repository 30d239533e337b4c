import * as vscode from 'vscode';
import { captionPathOf } from '../dataset/pairing.js';
import type { TrainingImage } from '../dataset/trainingImage.js';
import { fileInside } from '../host/places.js';
import type { Style } from '../host/style.js';
import { SyncError } from '../sync/errors.js';

export async function openImage(style: Style, image: TrainingImage): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', fileInside(style.folder, image.relativePath));
}

/** Opens the caption beside the gallery; an image that has none gets an empty one. */
export async function openCaption(style: Style, image: TrainingImage): Promise<void> {
  const caption = fileInside(style.folder, image.captionFile ?? captionPathOf(image.relativePath));
  if (image.captionFile === null) await createEmpty(caption);
  await vscode.window.showTextDocument(caption, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** Never touches a file that is there: one may have been made since the folder was read. */
async function createEmpty(file: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new SyncError('unwritable-file', {
      file: file.fsPath,
      cause: vscode.l10n.t('the editor could not make it'),
    });
  }
}
