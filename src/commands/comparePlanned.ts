import * as vscode from 'vscode';
import { mayBeCaption } from '../dataset/pairing.js';
import { t } from '../host/shown/messages.js';
import { nothingUri, objectUri } from '../host/objectFiles.js';
import { fileInside, nameOf } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import type { SyncDirection } from '../core/progress.js';
import type { PlannedFile } from '../views/syncPlan/syncPlanModel.js';
import type { CommandServices } from './commandServices.js';
import { plannedFiles } from './planArguments.js';

/**
 * Compare Local with S3 (of a row of the view “Sync Plan”).
 * - A caption opens in the diff editor; the version that the sync would replace is on the left.
 * - Both versions of an image open beside each other; where only one side has it, that version opens alone.
 */
export async function comparePlanned({ review }: CommandServices, args: readonly unknown[]): Promise<void> {
  const [file] = plannedFiles(args);
  const plan = review.current;
  if (file === undefined || plan === undefined || file.group === 'problem') return;
  const { style, direction } = plan.planned;
  if (mayBeCaption(file.planned.file)) await compareTexts(style, file, direction);
  else await showPictures(style, file);
}

async function compareTexts(style: Style, { planned }: PlannedFile, direction: SyncDirection): Promise<void> {
  const { file, seen } = planned;
  const local = seen.local === null ? nothingUri(style, file) : fileInside(style.folder, file);
  const s3 = seen.s3 === null ? nothingUri(style, file) : objectUri(style, file);
  const name = nameOf(fileInside(style.folder, file));
  const options: vscode.TextDocumentShowOptions = { preview: true, preserveFocus: true };
  if (direction === 'to-s3') {
    const title = t('{0} (S3 ↔ Local)', name);
    await vscode.commands.executeCommand('vscode.diff', s3, local, title, options);
  } else {
    const title = t('{0} (Local ↔ S3)', name);
    await vscode.commands.executeCommand('vscode.diff', local, s3, title, options);
  }
}

async function showPictures(style: Style, { planned: { file, seen } }: PlannedFile): Promise<void> {
  const pictures = [
    ...(seen.local === null ? [] : [fileInside(style.folder, file)]),
    ...(seen.s3 === null ? [] : [objectUri(style, file)]),
  ];
  let viewColumn = vscode.ViewColumn.One;
  for (const picture of pictures) {
    await vscode.commands.executeCommand('vscode.open', picture, {
      viewColumn,
      preview: true,
      preserveFocus: true,
    });
    viewColumn = vscode.ViewColumn.Two;
  }
}
