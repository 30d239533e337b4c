import * as vscode from 'vscode';
import { uriKey } from './style/uris.js';

/** Opens the new files of renamed ones where those are open. Their own tabs stay. */
export async function reopenTabs(
  files: readonly { readonly from: vscode.Uri; readonly to: vscode.Uri }[],
): Promise<void> {
  for (const { from, to } of files) {
    for (const { group, isPreview, isDirty } of tabsOf([from])) {
      if (isDirty) continue;
      const place = { viewColumn: group.viewColumn, preserveFocus: true, preview: isPreview };
      await vscode.commands.executeCommand('vscode.open', to, place);
    }
  }
}

/** Closes the tabs of files that are gone. A tab with unsaved text stays: it is all that there is of that text. */
export async function closeTabsOf(files: readonly vscode.Uri[]): Promise<void> {
  const tabs = tabsOf(files).filter(({ isDirty }) => !isDirty);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

function tabsOf(files: readonly vscode.Uri[]): vscode.Tab[] {
  const wanted = new Set(files.map(uriKey));
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => {
      const isOfFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
      return isOfFile && input.uri.scheme === 'file' && wanted.has(uriKey(input.uri));
    });
}
