import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import { t } from './shown/messages.js';

/** Makes an empty caption; one that was made since anybody looked stays as it is. Throws `unwritable-file`. */
export async function makeCaption(caption: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(caption, { ignoreIfExists: true });
  if (await vscode.workspace.applyEdit(edit)) return;
  const cause = t('the editor could not make it');
  throw new SyncError('unwritable-file', { file: caption.fsPath, cause });
}
