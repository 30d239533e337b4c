import * as vscode from 'vscode';
import { showInformation, t } from '../host/shown/messages.js';
import { nameOf, parentOf } from '../host/style/uris.js';
import type { CommandServices } from './commandServices.js';

/**
 * Save Plan as JSON… (of the view “Sync Plan”).
 * 1. Asks where.
 * 2. Writes the output of the command line's `--dry-run --json`, without the unchecked rows and with the resolutions,
 *    for its `--apply`.
 */
export async function savePlan({ review }: CommandServices): Promise<void> {
  const plan = review.current;
  if (plan === undefined) return;
  const { style, direction } = plan.planned;
  const folder = vscode.workspace.getWorkspaceFolder(style.folder)?.uri ?? parentOf(style.folder);
  const file = await vscode.window.showSaveDialog({
    title: t('Save Plan as JSON'),
    defaultUri: vscode.Uri.joinPath(folder, `${style.id} ${direction}.plan.json`),
    filters: { JSON: ['json'] },
  });
  if (file === undefined) return;
  const text = `${JSON.stringify(plan.model.toResult(), null, 2)}\n`;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  void showInformation(t('The plan was saved as {0}. The command line runs it with --apply.', nameOf(file)));
}
