import * as vscode from 'vscode';
import type { SettingKey, SettingValues } from './ids.js';
import { SETTING_DEFAULTS, SETTINGS_SECTION } from './ids.js';

/** A place that a setting is read for: a style's folder, or nothing in particular. */
type Resource = vscode.Uri | undefined;

/** The setting's value for a resource; the default where the value has another type than it should. */
export function readSetting<K extends SettingKey>(key: K, resource: Resource): SettingValues[K] {
  const value = vscode.workspace.getConfiguration(SETTINGS_SECTION, resource).get<unknown>(key);
  return isValueOf(key, value) ? value : SETTING_DEFAULTS[key];
}

function isValueOf<K extends SettingKey>(key: K, value: unknown): value is SettingValues[K] {
  if (key === 'imageExtensions') {
    return Array.isArray(value) && value.every((extension) => typeof extension === 'string');
  }
  if (key === 'concurrency') return isWholeNumber(value, 1);
  if (key === 'history.keepDays' || key === 'history.keepMegabytes') return isWholeNumber(value, 0);
  if (key === 'forcePathStyle') return value === 'auto' || value === 'on' || value === 'off';
  if (key === 'confirm') return value === 'deletes' || value === 'always' || value === 'never';
  return typeof value === typeof SETTING_DEFAULTS[key];
}

const isWholeNumber = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least;

/**
 * Writes a setting where it belongs to the workspace: its folder's settings in a multi-root workspace, the
 * workspace's otherwise, the user's where no workspace is open.
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

/** Calls back when one of the settings changes, with the question whether it changed for a resource. */
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
