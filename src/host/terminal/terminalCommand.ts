import path from 'node:path';
import * as vscode from 'vscode';
import { onDidChangeSettings, readSetting } from '../settings/settings.js';
import type { Log } from '../shown/log.js';
import { t } from '../shown/messages.js';
import { COMMAND_LINE_NAME, writeShim } from '../../local/program/commandLineShim.js';

/**
 * Puts `s3-training-data` on the PATH of the window's terminals, unless the setting turns it off. The editor remembers
 * the change for later windows of the workspace, and tells terminals that are open already.
 */
export function registerTerminalCommand(
  { globalStorageUri, environmentVariableCollection: variables }: vscode.ExtensionContext,
  script: string,
  log: Log,
): vscode.Disposable {
  const folder = vscode.Uri.joinPath(globalStorageUri, 'bin').fsPath;
  const update = async (): Promise<void> => {
    if (!readSetting('terminalCommand', undefined)) {
      variables.clear();
      return;
    }
    try {
      await writeShim(folder, { node: process.execPath, script });
    } catch (error) {
      variables.clear();
      log.warn(`Terminals have no ${COMMAND_LINE_NAME}, as it cannot be written: ${String(error)}`);
      return;
    }
    // The setting may have been turned off meanwhile.
    if (!readSetting('terminalCommand', undefined)) return;
    variables.description = t('Adds the command “{0}”', COMMAND_LINE_NAME);
    // Shell integration as well: a login shell sets PATH anew after the process was created.
    variables.prepend('PATH', folder + path.delimiter, {
      applyAtProcessCreation: true,
      applyAtShellIntegration: true,
    });
  };
  void update();
  return onDidChangeSettings(['terminalCommand'], () => void update());
}
