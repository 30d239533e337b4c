import * as vscode from 'vscode';
import { ask, showInformation, t } from '../host/shown/messages.js';
import { pickWorkspaceFolder } from '../host/shown/quickInput.js';
import { readSetting, writeSetting } from '../host/settings/settings.js';
import type { Command, CommandServices } from './commandServices.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

/**
 * Toggle Sync Deletes, and in the menus the one of Turn On Sync Deletes and Turn Off Sync Deletes that applies.
 * 1. In a workspace of several folders: asks for the folder, unless called on a style.
 * 2. Asks before it turns the setting on.
 * 3. Turns the setting `s3TrainingData.syncDeletes` on or off there.
 * 4. Tells what that means.
 */
export const toggleSyncDeletes: Command = (services, args) => setSyncDeletes(services, args, undefined);

export const turnOnSyncDeletes: Command = (services, args) => setSyncDeletes(services, args, true);

export const turnOffSyncDeletes: Command = (services, args) => setSyncDeletes(services, args, false);

/** `wanted`: left `undefined`, the other value than now. */
async function setSyncDeletes(
  { library, syncDeletes }: CommandServices,
  args: readonly unknown[],
  wanted: boolean | undefined,
): Promise<void> {
  const subjects = subjectsOf(args);
  const [target] = await syncTargets(subjects, library, 'its style');
  const resource = target?.style.folder ?? (await workspaceFolder());
  if (resource === 'none picked') return;
  const isOn = wanted ?? !readSetting('syncDeletes', resource);
  if (isOn && !(await isWanted())) return;
  await writeSetting('syncDeletes', isOn, resource);
  if (isOn) await syncDeletes.confirm();
  void showInformation(
    isOn
      ? t('Sync Deletes is on: what was deleted here is also deleted in S3 by a sync, and the reverse.')
      : t('Sync Deletes is off: sync deletes nothing.'),
  );
}

/** A link can call the command as well as the user, so turning on is confirmed. */
async function isWanted(): Promise<boolean> {
  const turnOn = t('Turn On');
  const question = {
    title: t('Turn Sync Deletes on?'),
    detail: t(
      'A sync to S3 then deletes in S3 what was deleted here, and a sync from S3 deletes here what was deleted in S3.',
    ),
  };
  return (await ask(question, turnOn)) === turnOn;
}

/** The folder whose setting is toggled; `undefined` where no folder is open. */
async function workspaceFolder(): Promise<vscode.Uri | 'none picked' | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  const picked = await pickWorkspaceFolder(t('Choose the folder to turn Sync Deletes on or off for'));
  return picked === undefined ? 'none picked' : picked.uri;
}
