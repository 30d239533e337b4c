import * as vscode from 'vscode';
import { CONTEXT_VALUES } from '../host/settings/ids.js';
import { t } from '../host/shown/messages.js';
import { fileInside } from '../host/style/uris.js';
import type { LoneCaptionNode, LoneCaptionsNode } from './trainingNodes.js';
import { treeItem } from './treeItem.js';

/** The row for captions that no image has. `count`: at least one. */
export function loneCaptionsItem({ style }: LoneCaptionsNode, count: number): vscode.TreeItem {
  const label = count === 1 ? t('1 caption without an image') : t('{0} captions without an image', count);
  const item = treeItem(label, vscode.TreeItemCollapsibleState.Collapsed, {
    tooltip: t('Text files that no image has, such as those of images that were deleted or renamed alone.'),
  });
  item.id = `${style.folder.toString()}#captions without an image`;
  item.iconPath = new vscode.ThemeIcon('question');
  item.contextValue = CONTEXT_VALUES.loneCaptions;
  return item;
}

export function loneCaptionItem({ style, path }: LoneCaptionNode): vscode.TreeItem {
  const file = fileInside(style.folder, path);
  const item = treeItem(path, vscode.TreeItemCollapsibleState.None, { tooltip: file.fsPath });
  item.id = `${style.folder.toString()}#caption without an image ${path}`;
  item.resourceUri = file;
  item.contextValue = CONTEXT_VALUES.loneCaption;
  item.command = { command: 'vscode.open', title: t('Open'), arguments: [file] };
  return item;
}
