import * as vscode from 'vscode';
import { visible, visibleLines } from '../operations/texts/outsideWords.js';

/** The texts of a tree item beside its label. */
export interface ItemWords {
  readonly description?: string;
  /** May have several lines. */
  readonly tooltip?: string;
  /** The text for screen readers. */
  readonly accessibleLabel?: string;
}

/**
 * The only function that makes tree items; lint forbids the editor's class. Trees show text without links and icons,
 * but a name must not change the direction of the text beside it.
 */
export function treeItem(
  label: string,
  collapsibleState: vscode.TreeItemCollapsibleState,
  { description, tooltip, accessibleLabel }: ItemWords,
): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(label), collapsibleState);
  if (description !== undefined) item.description = visible(description);
  if (tooltip !== undefined) item.tooltip = visibleLines(tooltip);
  if (accessibleLabel !== undefined) item.accessibilityInformation = { label: visible(accessibleLabel) };
  return item;
}
