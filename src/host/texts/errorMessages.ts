import * as vscode from 'vscode';
import { describeError } from '../../operations/texts/errorTexts.js';
import type { ErrorCode } from '../../core/errors.js';
import { asSyncError } from '../../core/errors.js';
import { COMMANDS, SETTINGS_SECTION } from '../settings/ids.js';
import type { Log } from '../shown/log.js';
import { showFailure, showWithActions, t, type MessageAction } from '../shown/messages.js';

/** The dialog that helps against an error, beside the log. */
const REMEDIES: Partial<Record<ErrorCode, 'sign-in' | 'connection' | 'settings'>> = {
  'bucket-not-set': 'connection',
  'missing-bucket': 'connection',
  'no-credentials': 'sign-in',
  'wrong-credentials': 'sign-in',
  'expired-credentials': 'sign-in',
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

/** What helps against an error, and the log. */
export function errorActions(error: unknown, log: Log): MessageAction[] {
  const { code } = asSyncError(error);
  const remedy = REMEDIES[code];
  const configure = (label: string): MessageAction => ({
    label,
    carryOut: () => void vscode.commands.executeCommand(COMMANDS.configureConnection),
  });
  const remedies: Record<typeof remedy & string, () => MessageAction> = {
    'sign-in': () => configure(t('Sign In…')),
    connection: () => configure(t('Configure S3 Connection…')),
    settings: () => ({
      label: t('Open Settings'),
      carryOut: () => void vscode.commands.executeCommand('workbench.action.openSettings', SETTINGS_SECTION),
    }),
  };
  return [...(remedy === undefined ? [] : [remedies[remedy]()]), logAction(log)];
}

export const logAction = (log: Log): MessageAction => ({ label: t('Show Log'), carryOut: () => log.show() });

/** Logs an error and shows it, with what helps as buttons. Does not wait for the answer. */
export function showError(error: unknown, log: Log): void {
  const message = errorSentence(error);
  if (message === undefined) return;
  logError(error, log);
  showWithActions(showFailure, message, errorActions(error, log));
}
