import * as vscode from 'vscode';
import { t } from '../host/shown/messages.js';
import type { WorkspaceStyleLibrary } from '../host/style/styleLibrary.js';
import { SyncError } from '../core/errors.js';
import type { TrainingNode } from '../views/trainingNodes.js';
import { isTrainingNode } from '../views/trainingNodes.js';

/** What a command was called on: a file or folder of the Explorer, or an item of the tree. */
export type Subject = vscode.Uri | TrainingNode;

/**
 * The subjects of a command. Menus pass the item under the pointer first and the whole selection second; the editor's
 * title, a keybinding or the palette pass nothing, or something that is no subject of ours.
 */
export function subjectsOf(args: readonly unknown[]): readonly Subject[] {
  const [first, selection] = args;
  const selected = Array.isArray(selection) ? selection.filter(isSubject) : [];
  if (selected.length > 0) return selected;
  return isSubject(first) ? [first] : [];
}

function isSubject(argument: unknown): argument is Subject {
  return (argument instanceof vscode.Uri && argument.scheme === 'file') || isTrainingNode(argument);
}

/** Menus offer no other place; a link in any text may name one. Throws `bad-argument`. */
export function checkIsInWorkspace(uri: vscode.Uri): void {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return;
  throw new SyncError('bad-argument', { cause: t('“{0}” is in no folder of this workspace', uri.fsPath) });
}

/** Menus pass the very items of the tree; a link may pass what looks like one. Throws `bad-argument`. */
export function checkIsOurs(node: TrainingNode, { styles }: Pick<WorkspaceStyleLibrary, 'styles'>): void {
  if (node.kind === 'workspaceFolder' || styles.includes(node.style)) return;
  throw new SyncError('bad-argument', { cause: t('This is no style of the workspace') });
}
