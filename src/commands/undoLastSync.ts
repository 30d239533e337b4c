import { t } from '../host/shown/messages.js';
import type { CommandServices } from './commandServices.js';
import { styleOfCommand } from './pickStyle.js';

/**
 * Undo Last Sync.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the style.
 * 2. Names the last sync that is not undone yet, its server and folder, what an undo restores and removes, and asks.
 * 3. Saves unsaved captions after one question; edits since the sync are kept.
 * 4. Shows the progress, with cancel.
 * 5. Closes with the numbers; with “Show Log” when something failed.
 */
export async function undoLastSync(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const style = await styleOfCommand(services, args, t('Undo Last Sync'));
  if (style !== undefined) await services.undos.undoLast(style);
}
