import * as vscode from 'vscode';
import { describeError } from '../../operations/texts/errorTexts.js';
import type { ErrorCode } from '../../core/errors.js';
import { asSyncError } from '../../core/errors.js';
import { COMMANDS, SETTINGS_SECTION } from '../settings/ids.js';
import type { Log } from '../shown/log.js';
import { showFailure, t } from '../shown/messages.js';

/** The dialog that helps against an error, beside the log. */
const REMEDIES: Partial<Record<ErrorCode, 'connection' | 'settings'>> = {
  'bucket-not-set': 'connection',
  'missing-bucket': 'connection',
  'no-credentials': 'connection',
  'wrong-credentials': 'connection',
  'expired-credentials': 'connection',
  'access-denied': 'connection',
  'account-suspended': 'connection',
  'wrong-region': 'connection',
  'wrong-endpoint': 'connection',
  redirected: 'connection',
  'no-network': 'connection',
  'untrusted-certificate': 'connection',
  'empty-source': 'settings',
};

/** The sentence for an error; `undefined` for a cancel, which is no error. */
export function errorSentence(error: unknown): string | undefined {
  if (error instanceof vscode.CancellationError) return undefined;
  const { code, data } = asSyncError(error);
  return code === 'cancelled' ? undefined : describeError(code, data, t);
}

/** Logs an error, with the stack trace of a bug. */
export function logError(error: unknown, log: Log): void {
  const sentence = errorSentence(error);
  if (sentence === undefined) return;
  const syncError = asSyncError(error);
  log.error(sentence);
  log.debug(syncError.message);
  if (syncError.code === 'internal' && syncError.cause instanceof Error) log.fault(syncError.cause);
}

/**
 * Logs an error and shows it, with a button for the remedy. Does not wait for the answer. `message`: shown in place of
 * the error's sentence.
 */
export function showError(error: unknown, log: Log, message = errorSentence(error)): void {
  if (message === undefined) return;
  logError(error, log);
  const configure = t('Configure S3 Connection…');
  const openSettings = t('Open Settings');
  const showLog = t('Show Log');
  const remedy = REMEDIES[asSyncError(error).code];
  const buttons = [
    ...(remedy === 'connection' ? [configure] : []),
    ...(remedy === 'settings' ? [openSettings] : []),
    showLog,
  ];
  void showFailure(message, ...buttons).then((choice) => {
    if (choice === configure) return vscode.commands.executeCommand(COMMANDS.configureConnection);
    if (choice === openSettings) {
      return vscode.commands.executeCommand('workbench.action.openSettings', SETTINGS_SECTION);
    }
    if (choice === showLog) log.show();
    return undefined;
  });
}
