import { rmSync } from 'node:fs';

/*
 * Removes the processes and files of a run when its process ends in any way: by returning, by an exception, by Ctrl+C.
 * The clean-ups are synchronous, so that they can run while Node exits.
 */

const pending = new Set<() => void>();
let listening = false;

/**
 * Runs `cleanUp` when this process exits, or when the returned function is called, whichever comes first. It runs only
 * once.
 */
export function atEndOfProcess(cleanUp: () => void): () => void {
  listen();
  const once = (): void => {
    if (pending.delete(once)) cleanUp();
  };
  pending.add(once);
  return once;
}

/** Kills the process group of `pid` (a child spawned with `detached: true`). Ignores a group that does not exist. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Removes a folder to which a killed process may still be writing. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    // Newest first: a server is stopped before the folder it writes to is removed.
    for (const cleanUp of [...pending].reverse()) cleanUp();
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGHUP', () => process.exit(129));
}
