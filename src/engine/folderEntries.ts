/**
 * For the extension host itself. A folder or two are read sooner than a thread is asked, and much sooner than by
 * `vscode.workspace.fs`, which first goes to the window and back: while that loads, seconds.
 */
export { folderEntries } from '../local/folderEntries.js';
