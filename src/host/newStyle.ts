import * as vscode from 'vscode';
import { fileInside } from './places.js';
import type { Style } from './style.js';
import { stylesFolderOf } from './styleDiscovery.js';
import type { WorkspaceStyleLibrary } from './styleLibrary.js';

/** A style that is in S3 and not here yet. Its folder is made by the sync that fills it. */
export function newStyle(
  styleId: string,
  workspaceFolder: vscode.WorkspaceFolder,
  library: WorkspaceStyleLibrary,
): Style {
  return library.styleAt(fileInside(stylesFolderOf(workspaceFolder), styleId));
}

/** Makes a style's folder, syncs into it, and takes the folder away again if nothing came. */
export async function syncIntoNewFolder<T>(
  style: Style,
  library: WorkspaceStyleLibrary,
  sync: () => Promise<T>,
): Promise<T> {
  await vscode.workspace.fs.createDirectory(style.folder);
  try {
    return await sync();
  } finally {
    const entries = await vscode.workspace.fs.readDirectory(style.folder);
    if (entries.length === 0) {
      await vscode.workspace.fs.delete(style.folder);
      library.forget(style);
    }
  }
}
