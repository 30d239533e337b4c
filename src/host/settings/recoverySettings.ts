import type * as vscode from 'vscode';
import type { RecoverySettings } from '../../operations/protocol/requests.js';
import { readSetting } from './settings.js';

/** How much is kept for undoing the syncs of a style. */
export function recoverySettings(folder: vscode.Uri): RecoverySettings {
  return {
    keepDays: readSetting('history.keepDays', folder),
    keepMegabytes: readSetting('history.keepMegabytes', folder),
  };
}
