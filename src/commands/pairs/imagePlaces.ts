import * as vscode from 'vscode';
import { fileInside } from '../../host/style/uris.js';
import type { CommandServices } from '../commandServices.js';
import { pairTargets } from './pairTargets.js';

/** Reveal in Explorer: shows the first of the images in the Explorer's tree. */
export async function revealImage(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const [image] = await imageUris(services, args);
  await vscode.commands.executeCommand('revealInExplorer', image);
}

/** Copy Path: puts the paths of the images on the clipboard, one a line. */
export async function copyImagePath(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const images = await imageUris(services, args);
  await vscode.env.clipboard.writeText(images.map(({ fsPath }) => fsPath).join('\n'));
}

async function imageUris(services: CommandServices, args: readonly unknown[]): Promise<vscode.Uri[]> {
  const targets = await pairTargets(services, args);
  return targets.flatMap(({ style, images }) => images.map((image) => fileInside(style.folder, image)));
}
