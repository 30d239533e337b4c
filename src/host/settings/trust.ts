import * as vscode from 'vscode';
import { SyncError } from '../../core/errors.js';
import { t } from '../shown/messages.js';

/** Throws `bad-argument` in Restricted Mode: an unknown folder must not direct a sync to a bucket of its own. */
export function checkTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new SyncError('bad-argument', {
    cause: t('Trust this workspace before you sync it with S3'),
  });
}
