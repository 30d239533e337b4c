import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { UnsavedFiles } from '../engine/engine.js';
import { SyncError } from '../core/errors.js';
import type { Log } from './shown/log.js';
import { ask, t } from './shown/messages.js';
import { fileInside, uriKey } from './style/uris.js';
import type { Style } from './style/style.js';
import {
  syncedCaptions,
  unsavedFiles,
  unsavedQuestion,
  type UnsavedAct,
} from './questions/unsavedQuestion.js';

/** Captions with edits in an editor that are not on disk. */

/** The documents that the editor has open, shown or not. */
export const textDocuments = (): readonly vscode.TextDocument[] => vscode.workspace.textDocuments;

/** The files of a style with unsaved edits, kept up to date: a sync from S3 leaves them alone. */
export function unsavedBelow(folder: vscode.Uri): UnsavedFiles {
  const now = (): RelativePath[] => unsavedFiles(vscode.workspace.textDocuments, folder);
  return {
    get now() {
      return now();
    },
    onChange(listener) {
      let told = now().join('\n');
      const look = (): void => {
        const files = now();
        if (files.join('\n') === told) return;
        told = files.join('\n');
        listener(files);
      };
      const subscription = vscode.Disposable.from(
        vscode.workspace.onDidChangeTextDocument(look),
        vscode.workspace.onDidSaveTextDocument(look),
        vscode.workspace.onDidCloseTextDocument(look),
      );
      return () => {
        subscription.dispose();
      };
    },
  };
}

/**
 * Asks once whether to save the unsaved captions, and saves them. `images`: only the captions of these images. `false`:
 * the user cancelled. Throws `unsaved-changes` where a caption could not be saved.
 */
export async function saveCaptionsBefore(
  act: UnsavedAct,
  { folder }: Style,
  images?: readonly RelativePath[],
): Promise<boolean> {
  const captions = unsavedCaptions(folder, images);
  if (captions.length === 0) return true;
  const question = unsavedQuestion(captions, act, t);
  const { save, leave } = question;
  const answer = await ask(question, ...(leave === undefined ? [save] : [save, leave]));
  if (answer === save) await saveCaptions(folder, captions);
  return answer !== undefined;
}

/** Logs which unsaved captions a sync to S3 leaves out, for a sync that asks nobody. */
export function logUnsaved({ folder }: Style, images: readonly RelativePath[] | undefined, log: Log): void {
  for (const file of unsavedCaptions(folder, images)) {
    log.warn(`Unsaved edits are not synced, the file on disk is: ${file}`);
  }
}

function unsavedCaptions(folder: vscode.Uri, images: readonly RelativePath[] | undefined): RelativePath[] {
  return syncedCaptions(unsavedFiles(vscode.workspace.textDocuments, folder), images);
}

/** Saves those of the captions that have unsaved edits. Throws `unsaved-changes` where one could not be saved. */
export async function saveCaptions(folder: vscode.Uri, captions: readonly RelativePath[]): Promise<void> {
  const wanted = new Map(captions.map((file) => [uriKey(fileInside(folder, file)), file]));
  for (const document of vscode.workspace.textDocuments) {
    const file = wanted.get(uriKey(document.uri));
    // A caption that was saved while the question was open is clean by now.
    if (file === undefined || document.uri.scheme !== folder.scheme || !document.isDirty) continue;
    if (!(await document.save())) throw new SyncError('unsaved-changes', { file });
  }
}
