import { captionOf, hasCaption, showCaption } from '../host/style/captionFiles.js';
import { showInformation, t } from '../host/shown/messages.js';
import { nameOf } from '../host/style/uris.js';
import type { CommandServices } from './commandServices.js';
import { imageOfCommand, placeOf } from './imageOfCommand.js';

/**
 * Open Caption.
 * 1. Of an image, of the one in the active editor, or of one that the user picks.
 * 2. Opens the caption, beside the gallery if it was called there. Where there is none, offers to create it.
 */
export async function openCaption(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const image = await imageOfCommand(services, args, t('Open Caption'));
  if (image === undefined) return;
  if (await hasCaption(image)) {
    await showCaption(captionOf(image), placeOf(args));
    return;
  }
  const create = t('Create Caption');
  const message = t('{0} has no caption yet.', nameOf(image));
  if ((await showInformation(message, create)) === create) await showCaption(captionOf(image), placeOf(args));
}
