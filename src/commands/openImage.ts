import * as vscode from 'vscode';
import { t } from '../host/shown/messages.js';
import type { CommandServices } from './commandServices.js';
import { imageOfCommand } from './imageOfCommand.js';

/** Open Image: opens the image of a card in VS Code's own viewer. */
export async function showImageOfCard(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const image = await imageOfCommand(services, args, t('Open Image'));
  if (image !== undefined) await vscode.commands.executeCommand('vscode.open', image);
}
