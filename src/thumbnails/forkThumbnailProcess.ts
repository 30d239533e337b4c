import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Each image in work needs memory for all its pixels; more than this many at once make nothing faster. */
const MAX_IMAGES_AT_ONCE = 8;

/** The number of images that are made at the same time. */
export function imagesAtOnce(): number {
  return Math.min(availableParallelism(), MAX_IMAGES_AT_ONCE);
}

/**
 * The environment variables that the process needs: to find and load libraries, and for temporary files. The process
 * decodes untrusted images, so it gets no other variables: they may hold keys and tokens.
 */
const PASSED_ON =
  /^(PATH|LD_LIBRARY_PATH|DYLD_.*|NIX_LD.*|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|SystemDrive|windir)$/i;

function neededEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
}

/**
 * Starts the thumbnail process. `script`: absolute path of the bundle of `process.ts`. Its stderr is piped; all
 * messages go over the IPC channel, which sends bytes without encoding them.
 */
export function forkThumbnailProcess(script: string, cacheFolder: string): ChildProcess {
  return fork(script, [cacheFolder], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Without the flags of the extension host: a second process cannot listen on the same debugger port.
    execArgv: [],
    env: {
      ...neededEnvironment(),
      // In desktop VS Code this executable is Electron; the variable makes it behave like Node.
      ELECTRON_RUN_AS_NODE: '1',
      UV_THREADPOOL_SIZE: String(imagesAtOnce()),
    },
  });
}
