import * as vscode from 'vscode';
import { visible, visibleLines } from '../operations/texts/outsideWords.js';

/** What an item of a tree says beside its label. */
export interface ItemWords {
  readonly description?: string;
  /** May have several lines. */
  readonly tooltip?: string;
  /** What is read out. */
  readonly accessibleLabel?: string;
}

/**
 * The one way to an item of a tree (lint forbids every other). Trees show text as it is, links and icons are none there;
 * but nothing of a name may turn the text around that stands beside it.
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
