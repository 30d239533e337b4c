import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Each image in work takes memory as large as itself; more than this many help nobody. */
const MOST_AT_ONCE = 8;

/** Images in work at the same time. */
export function imagesAtOnce(): number {
  return Math.min(availableParallelism(), MOST_AT_ONCE);
}

/**
 * Starts the thumbnail process: `script` is the bundle of `process.ts`. What it writes to stderr is piped, the
 * rest goes over the IPC channel, bytes as bytes.
 */
export function forkThumbnailProcess(script: string, cacheFolder: string): ChildProcess {
  return fork(script, [cacheFolder], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Not the flags of the extension host: a second process cannot listen on its debugger's port.
    execArgv: [],
    env: {
      ...process.env,
      // Inside of desktop VS Code this executable is Electron, which is to behave as Node.
      ELECTRON_RUN_AS_NODE: '1',
      UV_THREADPOOL_SIZE: String(imagesAtOnce()),
    },
  });
}
