import * as vscode from 'vscode';
import { captionPathOf } from '../../dataset/pairing.js';
import { SyncError } from '../../core/errors.js';
import { t } from '../shown/messages.js';

/** Where the caption of an image is, or would be. */
export function captionOf(image: vscode.Uri): vscode.Uri {
  return image.with({ path: captionPathOf(image.path) });
}

/** Whether an image has a caption. A caption whose state cannot be read counts as absent. */
export async function hasCaption(image: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(captionOf(image));
    return (type & vscode.FileType.File) !== 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

/** Makes an empty caption; a caption that exists meanwhile stays as it is. Throws `unwritable-file`. */
export async function makeCaption(caption: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(caption, { ignoreIfExists: true });
  if (await vscode.workspace.applyEdit(edit)) return;
  const cause = t('the editor could not make it');
  throw new SyncError('unwritable-file', { file: caption.fsPath, cause });
}
