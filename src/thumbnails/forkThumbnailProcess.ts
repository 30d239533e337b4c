import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Each image in work takes memory as large as itself; more than this many help nobody. */
const MAX_IMAGES_AT_ONCE = 8;

/** Images in work at the same time. */
export function imagesAtOnce(): number {
  return Math.min(availableParallelism(), MAX_IMAGES_AT_ONCE);
}

/**
 * What the process needs of the environment: to be found and loaded, and where temporary files go. It decodes what
 * anybody may have made; keys and tokens are none of its business.
 */
const PASSED_ON =
  /^(PATH|LD_LIBRARY_PATH|DYLD_.*|NIX_LD.*|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|SystemDrive|windir)$/i;

function neededEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
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
      ...neededEnvironment(),
      // Inside of desktop VS Code this executable is Electron, which is to behave as Node.
      ELECTRON_RUN_AS_NODE: '1',
      UV_THREADPOOL_SIZE: String(imagesAtOnce()),
    },
  });
}
