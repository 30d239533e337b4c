import * as vscode from 'vscode';
import { ImageExtensions } from '../../dataset/pairing.js';
import { folderEntries } from '../../local/files/folders.js';
import type { LinkRule } from '../../operations/protocol/requests.js';
import { fileInside } from './uris.js';
import { readSetting } from '../settings/settings.js';
import type { Style } from './style.js';

/** The workspace folders on the machine where the extension runs. */
export function localWorkspaceFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** The workspace folder that contains a style, as the engine takes it. */
export function workspaceFolderOf({ folder }: Pick<Style, 'folder'>): Pick<LinkRule, 'workspaceFolder'> {
  const opened = vscode.workspace.getWorkspaceFolder(folder);
  return opened === undefined ? {} : { workspaceFolder: opened.uri.fsPath };
}

/** The folder whose sub-folders are the styles of a workspace folder. It need not exist. */
export function stylesFolderOf(workspaceFolder: vscode.WorkspaceFolder): vscode.Uri {
  const setting = readSetting('stylesFolder', workspaceFolder.uri);
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(setting);
  return isAbsolute ? vscode.Uri.file(setting) : vscode.Uri.joinPath(workspaceFolder.uri, setting);
}

/**
 * The folders of a workspace folder's styles (README.md, “Styles”): every sub-folder of the styles folder; without a
 * styles folder, the workspace folder itself if it holds images. Reads one or two folders, never their sub-folders.
 */
export async function discoverStyleFolders(workspaceFolder: vscode.WorkspaceFolder): Promise<vscode.Uri[]> {
  const stylesFolder = stylesFolderOf(workspaceFolder);
  const entries = await folderEntries(stylesFolder.fsPath);
  if (entries !== undefined) {
    return entries.folders
      .filter((name) => !name.startsWith('.'))
      .map((name) => fileInside(stylesFolder, name));
  }
  const extensions = new ImageExtensions(readSetting('imageExtensions', workspaceFolder.uri));
  const own = await folderEntries(workspaceFolder.uri.fsPath);
  return own?.files.some((name) => extensions.isImage(name)) ? [workspaceFolder.uri] : [];
}
