import * as vscode from 'vscode';
import { showWarning, t } from '../shown/messages.js';
import { nameOf, parentOf, uriKey } from './uris.js';

/** After this long, a document whose file has just appeared is that file, if it was saved here. */
const SAVED_WITHIN_MS = 500;

/**
 * Opens an unsaved new file at a caption's path. Tells the user if another program makes the file meanwhile: VS Code 1.100
 * would save over it without a question. Rejects if the file exists.
 */
export async function newCaptionDocument(caption: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(caption.with({ scheme: 'untitled' }));
  warnIfMadeElsewhere(caption, document);
  return document;
}

function warnIfMadeElsewhere(caption: vscode.Uri, document: vscode.TextDocument): void {
  const key = uriKey(caption);
  // The whole folder: a name may hold what a pattern reads as a wildcard.
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(parentOf(caption), '*'),
  );
  const watching = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate((made) => {
      if (uriKey(made) !== key) return;
      setTimeout(() => void warn(caption, document), SAVED_WITHIN_MS);
    }),
    vscode.workspace.onDidCloseTextDocument((closed) => {
      if (closed === document) watching.dispose();
    }),
  );
}

async function warn(caption: vscode.Uri, document: vscode.TextDocument): Promise<void> {
  if (document.isClosed) return;
  const compare = t('Compare');
  const message = t(
    '{0} has been made by another program meanwhile. Saving yours replaces its text.',
    nameOf(caption),
  );
  if ((await showWarning(message, compare)) !== compare) return;
  await vscode.commands.executeCommand('vscode.diff', caption, document.uri, nameOf(caption));
}
