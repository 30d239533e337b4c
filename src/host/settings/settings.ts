import * as vscode from 'vscode';
import type { RecoverySettings } from '../../operations/protocol/requests.js';
import type { SettingKey, SettingValues } from './ids.js';
import { SETTINGS_SECTION } from './ids.js';
import { safeSetting } from './settingSafety.js';

/** What a setting is read for: a style's folder; `undefined`: no folder. */
type Resource = vscode.Uri | undefined;

/** The setting's value for a resource, as far as a repository is allowed to set it. */
export function readSetting<K extends SettingKey>(key: K, resource: Resource): SettingValues[K] {
  const values = vscode.workspace.getConfiguration(SETTINGS_SECTION, resource).inspect<unknown>(key);
  return safeSetting(key, {
    user: values?.globalValue,
    workspace: values?.workspaceFolderValue ?? values?.workspaceValue,
  });
}

/** The limits of what is kept for undoing the syncs of a style. */
export function recoverySettings(folder: vscode.Uri): RecoverySettings {
  return {
    keepDays: readSetting('history.keepDays', folder),
    keepMegabytes: readSetting('history.keepMegabytes', folder),
  };
}

/** Whether the workspace, and so perhaps a repository, sets the value rather than the user. */
export function isSetByWorkspace(key: SettingKey, resource: Resource): boolean {
  const values = vscode.workspace.getConfiguration(SETTINGS_SECTION, resource).inspect<unknown>(key);
  return (values?.workspaceFolderValue ?? values?.workspaceValue) !== undefined;
}

/**
 * Writes a setting to the folder's settings in a multi-root workspace, to the workspace's in another, and to the user's
 * where no workspace is open.
 */
export async function writeSetting<K extends SettingKey>(
  key: K,
  value: SettingValues[K],
  resource: Resource,
): Promise<void> {
  await vscode.workspace
    .getConfiguration(SETTINGS_SECTION, resource)
    .update(key, value, settingTarget(resource));
}

function settingTarget(resource: Resource): vscode.ConfigurationTarget {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return vscode.ConfigurationTarget.Global;
  const inFolder = resource !== undefined && vscode.workspace.getWorkspaceFolder(resource) !== undefined;
  return folders.length > 1 && inFolder
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Workspace;
}

/** Calls the listener when one of the settings changes. `affects` tells whether it changed for a resource. */
export function onDidChangeSettings(
  keys: readonly SettingKey[],
  listener: (affects: (resource: vscode.Uri) => boolean) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    const changed = keys
      .map((key) => `${SETTINGS_SECTION}.${key}`)
      .filter((name) => change.affectsConfiguration(name));
    if (changed.length === 0) return;
    listener((resource) => changed.some((name) => change.affectsConfiguration(name, resource)));
  });
}
