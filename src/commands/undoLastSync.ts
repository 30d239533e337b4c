import { showInformation, t } from '../host/shown/messages.js';
import type { Style } from '../host/style/style.js';
import type { CommandServices } from './commandServices.js';
import { styleOfCommand } from './styleOfCommand.js';
import { readHistory, askAndUndo, type FinishedUndo, type UndoServices } from './undoRun.js';

/**
 * Undo Last Sync.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the style.
 * 2. Names the last sync that was not undone, its server and folder, what an undo restores and removes, and asks.
 * 3. Unsaved captions are saved first, asked once: what was edited since the sync is kept.
 * 4. Shows the progress, with cancel.
 * 5. Closes with the numbers; with “Show Log” when something failed.
 */
export async function undoLastSync(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const style = await styleOfCommand(services, args, t('Undo Last Sync'));
  if (style !== undefined) await undoLastSyncOf(style, services);
}

/** The same for a style that is known already: steps 2 to 5. `undefined` where nothing was begun. */
export async function undoLastSyncOf(
  style: Style,
  services: UndoServices,
): Promise<FinishedUndo | undefined> {
  const run = (await readHistory(services, style)).find(({ next_undo }) => next_undo);
  if (run === undefined) {
    void showInformation(t('There is no sync of {0} that could be undone.', style.id));
    return undefined;
  }
  return askAndUndo(services, style, run);
}
