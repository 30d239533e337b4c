import * as vscode from 'vscode';
import { t } from '../host/shown/messages.js';
import { captionOf, makeCaption } from '../host/style/captionFiles.js';
import type { CommandServices } from './commandServices.js';
import { imageOfCommand, placeOf } from './imageOfCommand.js';

/**
 * Create Caption.
 * 1. For an image, for the one in the active editor, or for one that the user picks.
 * 2. Makes an empty caption; an existing one stays as it is.
 * 3. Opens it beside the image.
 */
export async function createCaption(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const image = await imageOfCommand(services, args, t('Create Caption'));
  if (image !== undefined) await createCaptionOf(image, placeOf(args));
}

/** Throws `unwritable-file`. */
export async function createCaptionOf(
  image: vscode.Uri,
  place: vscode.TextDocumentShowOptions,
): Promise<void> {
  const caption = captionOf(image);
  await makeCaption(caption);
  await vscode.window.showTextDocument(caption, place);
}
