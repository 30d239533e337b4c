import { rmSync } from 'node:fs';

/*
 * What a run starts and makes must be gone when its process ends, however it ends: by returning, by an
 * exception, by Ctrl+C. The clean-ups here are synchronous, so that they can still run while Node exits.
 */

const pending = new Set<() => void>();
let listening = false;

/**
 * Runs `cleanUp` when this process exits, unless the returned function runs it first.
 * Both may be called; it runs once.
 */
export function atEndOfProcess(cleanUp: () => void): () => void {
  listen();
  const once = (): void => {
    if (pending.delete(once)) cleanUp();
  };
  pending.add(once);
  return once;
}

/** Kills the process group that `pid` leads (a child spawned with `detached: true`). A group that is gone is fine. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Removes a folder that a process just killed may still be writing to. */
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
