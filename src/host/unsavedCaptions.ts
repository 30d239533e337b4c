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

/** Captions that are typed outside of editors: beside the pictures of a gallery. */
export interface TypedCaptions {
  /** Those whose text is not in their files. */
  readonly captions: readonly vscode.Uri[];
  readonly onDidChangeTyped: vscode.Event<void>;
  /** Writes those below a folder, except where the user must decide. Never rejects. */
  saveBelow(folder: vscode.Uri): Promise<void>;
}

let typed: TypedCaptions | undefined;

/** From now on, these captions count as unsaved, as those of editors do. */
export function watchTyped(captions: TypedCaptions): void {
  typed = captions;
}

/** What has unsaved text: documents of the editor, and captions that are typed elsewhere. */
const unsaved = (): readonly Pick<vscode.TextDocument, 'uri' | 'isDirty'>[] => [
  ...vscode.workspace.textDocuments,
  ...(typed?.captions ?? []).map((uri) => ({ uri, isDirty: true })),
];

/** The files of a style with unsaved edits, kept up to date: a sync from S3 leaves them alone. */
export function unsavedBelow(folder: vscode.Uri): UnsavedFiles {
  const now = (): RelativePath[] => [...new Set(unsavedFiles(unsaved(), folder))];
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
        ...(typed === undefined ? [] : [typed.onDidChangeTyped(look)]),
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
  // What was typed beside a picture is saved whenever its field is left: a run begins with that.
  await typed?.saveBelow(folder);
  const captions = unsavedCaptions(folder, images);
  if (captions.length === 0) return true;
  if (savesByItself(folder)) {
    await saveCaptions(folder, captions);
    return true;
  }
  const question = unsavedQuestion(captions, act, t);
  const { save, leave } = question;
  const answer = await ask(question, ...(leave === undefined ? [save] : [save, leave]));
  if (answer === save) await saveCaptions(folder, captions);
  return answer !== undefined;
}

/** Milliseconds. Longer, and the user may want to look at the text first. */
const SOON = 2000;

/** Whether the editor would write the captions within moments anyway, so that there is nothing to ask. */
function savesByItself(folder: vscode.Uri): boolean {
  const files = vscode.workspace.getConfiguration('files', folder);
  return files.get('autoSave') === 'afterDelay' && files.get('autoSaveDelay', Infinity) <= SOON;
}

/** Logs which unsaved captions a sync to S3 leaves out, for a sync that asks nobody. */
export function logUnsaved({ folder }: Style, images: readonly RelativePath[] | undefined, log: Log): void {
  for (const file of unsavedCaptions(folder, images)) {
    log.warn(`Unsaved edits are not synced, the file on disk is: ${file}`);
  }
}

function unsavedCaptions(folder: vscode.Uri, images: readonly RelativePath[] | undefined): RelativePath[] {
  return syncedCaptions([...new Set(unsavedFiles(unsaved(), folder))], images);
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
  for (const caption of typed?.captions ?? []) {
    const file = wanted.get(uriKey(caption));
    if (file !== undefined) throw new SyncError('unsaved-changes', { file });
  }
}
