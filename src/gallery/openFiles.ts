import * as vscode from 'vscode';
import { captionPathOf } from '../dataset/pairing.js';
import type { TrainingImage } from '../dataset/trainingImage.js';
import type { Style } from '../host/style.js';

export async function openImage(style: Style, image: TrainingImage): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', inStyle(style, image.relativePath));
}

/** Opens the caption beside the gallery; an image that has none gets an empty one. */
export async function openCaption(style: Style, image: TrainingImage): Promise<void> {
  const caption = inStyle(style, image.captionFile ?? captionPathOf(image.relativePath));
  if (image.captionFile === null) await createEmpty(caption);
  await vscode.window.showTextDocument(caption, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** Never touches a file that is there: one may have been made since the folder was read. */
async function createEmpty(file: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(vscode.l10n.t('The caption {0} could not be created.', file.fsPath));
  }
}

function inStyle(style: Style, relativePath: string): vscode.Uri {
  return vscode.Uri.joinPath(style.folder, ...relativePath.split('/'));
}
