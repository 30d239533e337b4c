import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { approvedRows } from './cli/approvedRows.js';
import {
  parseArguments,
  type Arguments,
  type HistoryArguments,
  type SyncArguments,
  type UndoArguments,
} from './cli/arguments.js';
import { Call } from './cli/call.js';
import { ALL_DONE, statusOfSync, statusOfUndo } from './cli/exitStatus.js';
import { licencesText } from './cli/licences.js';
import { Output } from './cli/output.js';
import { syncRequestOf, undoRequestOf } from './cli/syncRequest.js';
import { USAGE } from './cli/usage.js';
import { DEFAULT_IMAGE_EXTENSIONS } from './dataset/trainingImage.js';
import { adapters } from './wiring/adapters.js';
import { listHistory, listRuns } from './operations/listHistory.js';
import { listImages } from './operations/listImages.js';
import { syncStyle } from './operations/syncStyle.js';
import { undoSync } from './operations/undoSync.js';

/** The version in package.json; esbuild.js puts it in. The file as a whole would be 7 % of the bundle. */
declare const PACKAGE_VERSION: string;

/**
 * How much the heap may grow, relative to the live objects, before a garbage collection. By default V8 lets it grow to
 * four times their size, which is half a gigabyte for 100,000 pairs; this takes a quarter less, for a few percent more
 * time.
 */
const HEAP_GROWTH_PERCENT = 60;

/** Resolves to the exit status. */
async function main(argv: readonly string[], call: Call): Promise<number> {
  const parsed = parseArguments(argv);
  if (parsed.command === 'sync') call.direction = parsed.direction;
  return run(parsed, call);
}

async function run(parsed: Arguments, call: Call): Promise<number> {
  const { output } = call;
  switch (parsed.command) {
    case 'help':
      output.text(USAGE);
      return ALL_DONE;
    case 'version':
      output.text(`${PACKAGE_VERSION}\n`);
      return ALL_DONE;
    case 'licenses':
      output.text(await licencesText());
      return ALL_DONE;
    case 'list': {
      const { followLinks } = parsed;
      const folder = path.resolve(parsed.folder);
      const request = { folder, imageExtensions: DEFAULT_IMAGE_EXTENSIONS, followLinks };
      await output.images(await listImages(request, adapters, call.signal));
      return ALL_DONE;
    }
    case 'history':
      await history(parsed, output);
      return ALL_DONE;
    case 'undo':
      return undo(parsed, call);
    case 'sync':
      return sync(parsed, call);
  }
}

async function sync(parsed: SyncArguments, call: Call): Promise<number> {
  const request = syncRequestOf(parsed, await approvedRows(parsed));
  const result = await syncStyle(request, adapters, call.handlers);
  await call.output.result(result);
  return statusOfSync(result, call.hasWritten);
}

/** Only `--json` lists the files of all runs: reading them takes time. */
async function history(parsed: HistoryArguments, output: Output): Promise<void> {
  const request = { folder: path.resolve(parsed.folder) };
  if (parsed.json) await output.historyWithFiles(await listHistory(request, adapters));
  else output.history(await listRuns(request, adapters));
}

async function undo(parsed: UndoArguments, call: Call): Promise<number> {
  const result = await undoSync(undoRequestOf(parsed), adapters, call.handlers);
  await call.output.undo(result, parsed.files !== undefined);
  return statusOfUndo(result, call.hasWritten);
}

setFlagsFromString(`--heap-growing-percent=${String(HEAP_GROWTH_PERCENT)}`);
const argv = process.argv.slice(2);
const call = new Call(new Output(argv.includes('--json')));
void call.end(() => main(argv, call));
