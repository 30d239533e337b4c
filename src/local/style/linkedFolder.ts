import { realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { isWithin } from '../files/linksOut.js';

/**
 * Whether a style's folder is not where its path says, because of a link that may have come with a repository or an
 * archive: its own name is one to another folder than the one it lies in, or any below the folder that the user has
 * opened leads out of that. Links above are the user's: a workspace on another disk, `/tmp` of macOS.
 * `path`: absolute, as it was asked for; `root`: its real path. Throws what the system throws.
 */
export function isLinkedFrom(path: string, root: string, workspaceFolder: string | undefined): boolean {
  const workspace = workspaceFolder === undefined ? undefined : resolve(workspaceFolder);
  if (path === workspace) return false;
  if (dirname(root) !== realpathSync(dirname(path))) return true;
  if (workspace === undefined || !path.startsWith(workspace + sep)) return false;
  return !isWithin(realpathSync(workspace), root);
}
