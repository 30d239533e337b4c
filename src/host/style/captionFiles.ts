import * as vscode from 'vscode';
import { newCaptionDocument } from './newCaption.js';
import { captionPathOf } from '../../dataset/pairing.js';

/** Where the caption of an image is, or would be. */
export function captionOf(image: vscode.Uri): vscode.Uri {
  return image.with({ path: captionPathOf(image.path) });
}

/** Whether an image has a caption. A caption whose state cannot be read counts as absent. */
export const hasCaption = (image: vscode.Uri): Promise<boolean> => exists(captionOf(image));

async function exists(caption: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(caption);
    return (type & vscode.FileType.File) !== 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

/**
 * Shows a caption in an editor. Where there is none, the editor has an unsaved new file at its path: a file without text
 * would mean something else to a trainer than no file.
 */
export async function showCaption(
  caption: vscode.Uri,
  place: vscode.TextDocumentShowOptions = {},
): Promise<void> {
  await vscode.window.showTextDocument(await documentOf(caption), place);
}

async function documentOf(caption: vscode.Uri): Promise<vscode.TextDocument> {
  if (!(await exists(caption))) {
    try {
      return await newCaptionDocument(caption);
    } catch {
      // The editor refuses a new file at the path of one that has come meanwhile.
    }
  }
  return vscode.workspace.openTextDocument(caption);
}
