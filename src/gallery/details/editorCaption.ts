import * as vscode from 'vscode';
import { uriKey } from '../../host/style/uris.js';
import type { OpenCaption } from './captionPorts.js';

/** The caption in an editor of the window; `undefined`: it is in none. An unsaved new file counts as well. */
export function captionInEditor(caption: vscode.Uri): OpenCaption | undefined {
  const key = uriKey(caption);
  const document = vscode.workspace.textDocuments.find(
    ({ uri, isClosed }) => !isClosed && isLocal(uri) && uriKey(uri) === key,
  );
  // The editor keeps documents for a while that nobody sees; their text may be older than the file's.
  if (document === undefined || !(document.isDirty || isInTab(document.uri))) return undefined;
  return {
    text: document.getText(),
    isDirty: document.isDirty,
    replace: async (text) => replaceText(document, text),
    save: async () => document.save(),
  };
}

/** Whether a document may be a caption on disk, or becomes one when it is saved. */
export const isLocal = ({ scheme }: vscode.Uri): boolean => scheme === 'file' || scheme === 'untitled';

function isInTab(uri: vscode.Uri): boolean {
  const wanted = uri.toString();
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => {
    if (input instanceof vscode.TabInputText) return input.uri.toString() === wanted;
    return input instanceof vscode.TabInputTextDiff && input.modified.toString() === wanted;
  });
}

/** Replaces only the part that differs, so that cursors and marks elsewhere in the editor stay. */
function replaceText(document: vscode.TextDocument, text: string): Thenable<boolean> {
  const old = document.getText();
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start++;
  let end = 0;
  const most = Math.min(old.length, text.length) - start;
  while (end < most && old.at(-1 - end) === text.at(-1 - end)) end++;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(old.length - end));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text.slice(start, text.length - end));
  return vscode.workspace.applyEdit(edit);
}
