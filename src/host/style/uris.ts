import type * as vscode from 'vscode';
import type { RelativePath } from '../../dataset/trainingImage.js';

/** Compares and joins URIs, without access to files. `file:` URIs of one drive may differ in the case of its letter. */

function comparablePath(uri: vscode.Uri): string {
  const path = uri.path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The key of a URI in a map: equal for URIs of the same file. */
export function uriKey(uri: vscode.Uri): string {
  return comparablePath(uri);
}

/** The path of a file inside a folder; empty for the folder itself, `undefined` outside of it. */
export function pathInside(folder: vscode.Uri, uri: vscode.Uri): RelativePath | undefined {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return undefined;
  const outer = comparablePath(folder);
  const inner = comparablePath(uri);
  if (inner === outer) return '';
  const start = outer === '/' ? '/' : `${outer}/`;
  return inner.startsWith(start) ? inner.slice(start.length) : undefined;
}

/** The URI of a path inside a folder. */
export function fileInside(folder: vscode.Uri, path: RelativePath): vscode.Uri {
  const start = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return folder.with({ path: start + path });
}

/** The last segment of the path. For a style's folder it is the style's id. */
export function nameOf(uri: vscode.Uri): string {
  const path = comparablePath(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder that a file is in. */
export function parentOf(uri: vscode.Uri): vscode.Uri {
  const path = comparablePath(uri);
  return uri.with({ path: path.slice(0, Math.max(path.lastIndexOf('/'), 1)) });
}
