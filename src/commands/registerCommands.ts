import * as vscode from 'vscode';
import { showError } from '../host/texts/errorMessages.js';
import { isSyncByIdOptions } from '../host/publicApi.js';
import type { CommandId, PairCommandId } from '../host/settings/ids.js';
import { COMMANDS } from '../host/settings/ids.js';
import type { Command, CommandServices } from './commandServices.js';
import { applyShownPlan } from './applyPlan.js';
import { comparePlanned } from './comparePlanned.js';
import { configureConnection } from './configureConnection.js';
import { copyBoxCommand } from './copyBoxCommand.js';
import { createCaption } from './createCaption.js';
import { discardPlan } from './discardPlan.js';
import { mergePlanned } from './mergePlanned.js';
import { openCaption } from './openCaption.js';
import { openGallery } from './openGallery.js';
import { showImageOfCard } from './openImage.js';
import { previewSync } from './previewSync.js';
import { refresh } from './refresh.js';
import { keepBothPlanned, keepPlanned, overwritePlanned } from './resolvePlanned.js';
import { savePlan } from './savePlan.js';
import { showLog } from './showLog.js';
import { showSyncHistory } from './showSyncHistory.js';
import { syncFromS3 } from './syncFromS3.js';
import { syncOneKind } from './syncOneKind.js';
import { syncToS3 } from './syncToS3.js';
import { toggleSyncDeletes, turnOffSyncDeletes, turnOnSyncDeletes } from './toggleSyncDeletes.js';
import { undoLastSync } from './undoLastSync.js';

const HANDLERS: Record<Exclude<CommandId, PairCommandId>, Command> = {
  [COMMANDS.syncToS3]: syncToS3,
  [COMMANDS.syncFromS3]: syncFromS3,
  [COMMANDS.syncOneKind]: syncOneKind,
  [COMMANDS.previewSync]: previewSync,
  [COMMANDS.applyPlan]: applyShownPlan,
  [COMMANDS.discardPlan]: discardPlan,
  [COMMANDS.savePlan]: savePlan,
  [COMMANDS.comparePlanned]: comparePlanned,
  [COMMANDS.keepPlanned]: keepPlanned,
  [COMMANDS.overwritePlanned]: overwritePlanned,
  [COMMANDS.overwritePlannedHere]: overwritePlanned,
  [COMMANDS.keepBothPlanned]: keepBothPlanned,
  [COMMANDS.mergePlanned]: mergePlanned,
  [COMMANDS.openGallery]: openGallery,
  [COMMANDS.openImage]: showImageOfCard,
  [COMMANDS.undoLastSync]: undoLastSync,
  [COMMANDS.showSyncHistory]: showSyncHistory,
  [COMMANDS.toggleSyncDeletes]: toggleSyncDeletes,
  [COMMANDS.turnOnSyncDeletes]: turnOnSyncDeletes,
  [COMMANDS.turnOffSyncDeletes]: turnOffSyncDeletes,
  [COMMANDS.refresh]: refresh,
  [COMMANDS.openCaption]: openCaption,
  [COMMANDS.createCaption]: createCaption,
  [COMMANDS.copyBoxCommand]: copyBoxCommand,
  [COMMANDS.configureConnection]: configureConnection,
  [COMMANDS.showLog]: showLog,
};

/** `pairCommands`: the commands on pairs, which build on this room. */
export function registerCommands(
  services: CommandServices,
  pairCommands: Record<PairCommandId, Command>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries({ ...HANDLERS, ...pairCommands }).map(([id, command]) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) => run(command, services, args)),
    ),
  );
}

/** Runs a command. Its error is shown to the user, or thrown to the script that called it with options. */
async function run(command: Command, services: CommandServices, args: readonly unknown[]): Promise<unknown> {
  try {
    return await command(services, args);
  } catch (error) {
    if (isSyncByIdOptions(args[0])) throw error;
    showError(error, services.log);
    return undefined;
  }
}
