import * as vscode from 'vscode';
import { uriKey } from './style/uris.js';

/** Closes the tabs of files that are gone. A tab with unsaved text stays: it is all that there is of that text. */
export async function closeTabsOf(files: readonly vscode.Uri[]): Promise<void> {
  const gone = new Set(files.map(uriKey));
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input, isDirty }) => {
      if (isDirty) return false;
      const isOfFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
      return isOfFile && input.uri.scheme === 'file' && gone.has(uriKey(input.uri));
    });
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
