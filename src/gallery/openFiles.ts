import * as vscode from 'vscode';
import { captionPathOf } from '../dataset/pairing.js';
import type { TrainingImage } from '../dataset/trainingImage.js';
import { showCaption } from '../host/style/captionFiles.js';
import { fileInside } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';

export async function openImage(style: Style, image: TrainingImage): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', fileInside(style.folder, image.relativePath));
}

/** Opens the caption beside the gallery; where the image has none, an unsaved new one. */
export async function openCaptionBeside(style: Style, image: TrainingImage): Promise<void> {
  const caption = fileInside(style.folder, image.captionFile ?? captionPathOf(image.relativePath));
  await showCaption(caption, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
