import * as vscode from 'vscode';
import { canBeUndone, restorableItems, runItem, type RestorableItem } from '../host/texts/historyItems.js';
import { showInformation, t } from '../host/shown/messages.js';
import { createPicker, pickSome } from '../host/shown/quickInput.js';
import type { Style } from '../host/style/style.js';
import type { UndoRunner } from '../host/undoRunner.js';
import type { RunSummary } from '../operations/protocol/results.js';
import { timeText } from '../operations/texts/undoTexts.js';
import type { CommandServices } from './commandServices.js';
import { styleOfCommand } from './pickStyle.js';

/**
 * Show Sync History.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the style.
 * 2. Lists its runs, newest first: time, direction, numbers, program, whether undone.
 * 3. The button of a run undoes it, after the question of Undo Last Sync.
 * 4. Picking a run lists the files that it replaced and deleted; the checked ones are restored.
 * 5. Closes with the numbers.
 */
export async function showSyncHistory(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const style = await styleOfCommand(services, args, t('Show Sync History'));
  if (style === undefined) return;
  const runs = await services.undos.history(style);
  if (runs.length === 0) {
    void showInformation(t('{0} has not been synced with this folder yet.', style.id));
    return;
  }
  const choice = await pickRun(style, runs);
  if (choice === undefined) return;
  const { run, act } = choice;
  if (act === 'restore') await restoreFiles(services.undos, style, run);
  else await services.undos.undo(style, run);
}

interface RunItem extends vscode.QuickPickItem {
  readonly run: RunSummary;
}

interface RunChoice {
  readonly run: RunSummary;
  readonly act: 'undo' | 'restore';
}

function pickRun(style: Style, runs: readonly RunSummary[]): Promise<RunChoice | undefined> {
  const undo: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('discard'),
    tooltip: t('Undo'),
  };
  const now = Date.now();
  const picker = createPicker({
    title: t('Sync History of {0}', style.id),
    placeholder: t('Choose a sync to restore files from'),
    items: runs.map((run): RunItem => {
      const { icon, ...texts } = runItem(run, now, vscode.env.language, t);
      return {
        ...texts,
        iconPath: new vscode.ThemeIcon(icon),
        run,
        buttons: canBeUndone(run) ? [undo] : [],
      };
    }),
  });
  picker.matchOnDetail = true;
  return new Promise((resolve) => {
    picker.onDidTriggerItemButton(({ item }) => {
      resolve({ run: item.meant.run, act: 'undo' });
      picker.hide();
    });
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item !== undefined) resolve({ run: item.meant.run, act: 'restore' });
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

async function restoreFiles(undos: UndoRunner, style: Style, run: RunSummary): Promise<void> {
  const items: RestorableItem[] = restorableItems(await undos.filesOf(style, run), t);
  const time = timeText(run.started_at, Date.now());
  if (items.length === 0) {
    void showInformation(
      t('The sync of {0} replaced and deleted nothing, so there is nothing to restore.', time),
    );
    return;
  }
  const picked = await pickSome(items, {
    title: t('Restore Files of the Sync of {0}', time),
    placeHolder: t('Choose the files to restore to what they were before'),
    matchOnDescription: true,
  });
  if (picked === undefined || picked.length === 0) return;
  await undos.undo(
    style,
    run,
    picked.map(({ file }) => file),
  );
}
