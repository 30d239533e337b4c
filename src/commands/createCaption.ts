import { t } from '../host/shown/messages.js';
import { captionOf, showCaption } from '../host/style/captionFiles.js';
import type { CommandServices } from './commandServices.js';
import { imageOfCommand, placeOf } from './imageOfCommand.js';

/**
 * Create Caption.
 * 1. For an image, for the one in the active editor, or for one that the user picks.
 * 2. Opens its caption, beside the gallery if it was called there. Where there is none, opens an unsaved new one: the
 *    file is made when the text is saved.
 */
export async function createCaption(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const image = await imageOfCommand(services, args, t('Create Caption'));
  if (image !== undefined) await showCaption(captionOf(image), placeOf(args));
}
