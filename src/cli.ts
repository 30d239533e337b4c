import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import packageJson from '../package.json' with { type: 'json' };
import { approvedRows } from './cli/approvedRows.js';
import {
  parseArguments,
  type Arguments,
  type HistoryArguments,
  type SyncArguments,
  type UndoArguments,
} from './cli/arguments.js';
import { ALL_DONE, NOTHING_DONE, statusOfSync, statusOfUndo } from './cli/exitStatus.js';
import { Output } from './cli/output.js';
import { syncRequestOf, undoRequestOf } from './cli/syncRequest.js';
import { USAGE } from './cli/usage.js';
import { DEFAULT_IMAGE_EXTENSIONS } from './dataset/trainingImage.js';
import { adapters } from './engine/adapters.js';
import { listHistory, listRuns } from './styles/listHistory.js';
import { listImages } from './styles/listImages.js';
import { syncStyle } from './styles/syncStyle.js';
import { undoSync, type UndoHandlers } from './styles/undoSync.js';
import { asSyncError } from './sync/errors.js';

/**
 * How much the heap may grow before it is tidied, of what is in use. V8 lets it become four times as large, which is half
 * a gigabyte for 100,000 pairs; with this it is a quarter less, for some hundredths more time.
 */
const HEAP_GROWTH_PERCENT = 60;

async function main(argv: readonly string[]): Promise<number> {
  let output = new Output(argv.includes('--json'));
  let parsed: Arguments | undefined;
  try {
    parsed = parseArguments(argv);
    if ('json' in parsed) output = new Output(parsed.json);
    return await run(parsed, output);
  } catch (error) {
    await output.error(asSyncError(error), parsed?.command === 'sync' ? parsed.direction : undefined);
    return NOTHING_DONE;
  }
}

/** Resolves to the exit status. */
async function run(parsed: Arguments, output: Output): Promise<number> {
  switch (parsed.command) {
    case 'help':
      output.text(USAGE);
      return ALL_DONE;
    case 'version':
      output.text(`${packageJson.version}\n`);
      return ALL_DONE;
    case 'list': {
      const request = { folder: path.resolve(parsed.folder), imageExtensions: DEFAULT_IMAGE_EXTENSIONS };
      await output.images(await listImages(request, adapters, cancelledByCtrlC()));
      return ALL_DONE;
    }
    case 'history':
      await history(parsed, output);
      return ALL_DONE;
    case 'undo':
      return undo(parsed, output);
    case 'sync':
      return sync(parsed, output);
  }
}

async function sync(parsed: SyncArguments, output: Output): Promise<number> {
  const request = syncRequestOf(parsed, await approvedRows(parsed));
  const result = await syncStyle(request, adapters, handlersFor(output));
  await output.result(result);
  return statusOfSync(result);
}

/** Only scripts read the files of all runs, which take their time. */
async function history(parsed: HistoryArguments, output: Output): Promise<void> {
  const request = { folder: path.resolve(parsed.folder) };
  if (parsed.json) await output.historyWithFiles(await listHistory(request, adapters));
  else output.history(await listRuns(request, adapters));
}

async function undo(parsed: UndoArguments, output: Output): Promise<number> {
  const result = await undoSync(undoRequestOf(parsed), adapters, handlersFor(output));
  await output.undo(result, parsed.files !== undefined);
  return statusOfUndo(result);
}

/** What a sync and an undo have in common. */
function handlersFor(output: Output): UndoHandlers {
  return {
    signal: cancelledByCtrlC(),
    onProgress: (progress) => output.progress(progress),
    log: (level, line) => output.log(level, line),
  };
}

/** The first Ctrl+C ends the run cleanly; the second one at once. */
function cancelledByCtrlC(): AbortSignal {
  const cancel = new AbortController();
  const stop = (): void => {
    if (cancel.signal.aborted) process.exit(NOTHING_DONE);
    cancel.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return cancel.signal;
}

setFlagsFromString(`--heap-growing-percent=${String(HEAP_GROWTH_PERCENT)}`);
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
