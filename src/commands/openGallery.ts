import { t } from '../host/shown/messages.js';
import type { CommandServices } from './commandServices.js';
import { pickStyle } from './pickStyle.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

/**
 * Open Gallery.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the styles that contain the selection.
 * 2. Opens a gallery for each, or reveals it where it is open already.
 */
export async function openGallery(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const { library } = services;
  const subjects = subjectsOf(args);
  if (subjects.length > 0) {
    for (const { style } of await syncTargets(subjects, library, 'its style')) services.openGallery(style);
    return;
  }
  const style = await pickStyle(library, t('Open Gallery'));
  if (style !== undefined) services.openGallery(style);
}
