import * as vscode from 'vscode';
import { showInformation, t } from '../host/messages.js';
import { pickWorkspaceFolder } from '../host/quickInput.js';
import { readSetting, writeSetting } from '../host/settings.js';
import { subjectsOf } from './commandArguments.js';
import type { CommandServices } from './commandServices.js';
import { syncTargets } from './syncTargets.js';

/**
 * Toggle Sync Deletes.
 * 1. In a workspace of several folders: asks for which, unless called on a style.
 * 2. Turns the setting `s3TrainingData.syncDeletes` on or off there.
 * 3. Says what that means.
 */
export async function toggleSyncDeletes(
  { library }: CommandServices,
  args: readonly unknown[],
): Promise<void> {
  const subjects = subjectsOf(args);
  const [target] = await syncTargets(subjects, library, 'its style');
  const resource = target?.style.folder ?? (await workspaceFolder());
  if (resource === 'none picked') return;
  const isOn = !readSetting('syncDeletes', resource);
  await writeSetting('syncDeletes', isOn, resource);
  void showInformation(
    isOn
      ? t('Sync Deletes is on: files deleted in source will also be deleted in target during sync.')
      : t('Sync Deletes is off: sync deletes nothing.'),
  );
}

/** The folder whose setting is meant; `undefined` where no folder is open. */
async function workspaceFolder(): Promise<vscode.Uri | 'none picked' | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  const picked = await pickWorkspaceFolder(t('Choose the folder to turn Sync Deletes on or off for'));
  return picked === undefined ? 'none picked' : picked.uri;
}
