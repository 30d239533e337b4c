import * as vscode from 'vscode';
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
