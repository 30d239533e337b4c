import type * as vscode from 'vscode';
import { fileInside } from './uris.js';
import type { Style } from './style.js';
import { stylesFolderOf } from './styleDiscovery.js';
import type { WorkspaceStyleLibrary } from './styleLibrary.js';

/** A style that is in S3 and not here yet. Its folder is made by the sync that fills it. */
export function newStyle(
  styleId: string,
  workspaceFolder: vscode.WorkspaceFolder,
  library: WorkspaceStyleLibrary,
): Style {
  return library.styleToCome(fileInside(stylesFolderOf(workspaceFolder), styleId));
}
