import * as vscode from 'vscode';
import { ask, showInformation, t } from '../host/shown/messages.js';
import { pickWorkspaceFolder } from '../host/shown/quickInput.js';
import { readSetting, writeSetting } from '../host/settings/settings.js';
import type { CommandServices } from './commandServices.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

/**
 * Toggle Sync Deletes.
 * 1. In a workspace of several folders: asks for the folder, unless called on a style.
 * 2. Asks before it turns the setting on.
 * 3. Turns the setting `s3TrainingData.syncDeletes` on or off there.
 * 4. Tells what that means.
 */
export async function toggleSyncDeletes(
  { library, syncDeletes }: CommandServices,
  args: readonly unknown[],
): Promise<void> {
  const subjects = subjectsOf(args);
  const [target] = await syncTargets(subjects, library, 'its style');
  const resource = target?.style.folder ?? (await workspaceFolder());
  if (resource === 'none picked') return;
  const isOn = !readSetting('syncDeletes', resource);
  if (isOn && !(await isWanted())) return;
  await writeSetting('syncDeletes', isOn, resource);
  if (isOn) await syncDeletes.confirm();
  void showInformation(
    isOn
      ? t('Sync Deletes is on: files deleted in source will also be deleted in target during sync.')
      : t('Sync Deletes is off: sync deletes nothing.'),
  );
}

/** A link can call the command as well as the user, so turning on is confirmed. */
async function isWanted(): Promise<boolean> {
  const turnOn = t('Turn On');
  const question = {
    title: t('Turn Sync Deletes on?'),
    detail: t('Files deleted in source will also be deleted in target during sync.'),
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
