import * as vscode from 'vscode';

/** Whether a file, not a folder, is at this place. What cannot be looked at counts as absent. */
export async function fileExists(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) !== 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
