import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { parseArguments, USAGE, type Arguments, type SyncArguments } from './cli/arguments.js';
import { Output } from './cli/output.js';
import { DEFAULT_IMAGE_EXTENSIONS } from './dataset/trainingImage.js';
import { adapters } from './engine/adapters.js';
import { listImages } from './styles/listImages.js';
import type { SyncRequest } from './styles/requests.js';
import type { SyncResult } from './styles/results.js';
import { syncStyle } from './styles/syncStyle.js';
import { asSyncError } from './sync/errors.js';

/** Exit statuses, as the README promises them. */
const ALL_DONE = 0;
const SOME_FAILED = 1;
const NOTHING_DONE = 2;

async function main(argv: readonly string[]): Promise<number> {
  let output = new Output(argv.includes('--json'));
  let parsed: Arguments | undefined;
  try {
    parsed = parseArguments(argv);
    if (parsed.command === 'help') process.stdout.write(USAGE);
    else if (parsed.command === 'version') process.stdout.write(`${packageJson.version}\n`);
    else {
      output = new Output(parsed.json);
      const signal = cancelledByCtrlC();
      if (parsed.command === 'sync') return await sync(parsed, output, signal);
      const { folder } = parsed;
      const request = { folder: path.resolve(folder), imageExtensions: DEFAULT_IMAGE_EXTENSIONS };
      output.images(await listImages(request, adapters, signal));
    }
    return ALL_DONE;
  } catch (error) {
    output.error(asSyncError(error), parsed?.command === 'sync' ? parsed.direction : undefined);
    return NOTHING_DONE;
  }
}

async function sync(parsed: SyncArguments, output: Output, signal: AbortSignal): Promise<number> {
  const result = await syncStyle(requestOf(parsed), adapters, {
    signal,
    onProgress: (progress) => output.progress(progress),
    log: (level, line) => output.log(level, line),
  });
  output.result(result);
  return statusOf(result);
}

function requestOf(parsed: SyncArguments): SyncRequest {
  const { direction, bucket, prefix, syncDeletes, concurrency, onConflict, force, dryRun, style } = parsed;
  const folder = path.resolve(parsed.folder);
  return {
    direction,
    folder,
    imageExtensions: DEFAULT_IMAGE_EXTENSIONS,
    bucket,
    prefix,
    syncDeletes,
    concurrency,
    onConflict,
    force,
    dryRun,
    holder: 'the command line',
    ...(style !== undefined && { styleId: style }),
    ...(parsed.images !== undefined && { images: parsed.images.map((image) => relativeTo(folder, image)) }),
    connection: {
      forcePathStyle: parsed.pathStyle ? true : 'auto',
      ...(parsed.endpoint !== undefined && { endpoint: parsed.endpoint }),
      ...(parsed.region !== undefined && { region: parsed.region }),
      ...(parsed.profile !== undefined && { profile: parsed.profile }),
    },
  };
}

/** An image as the user names it: by its path in the style, `./a.jpg` or absolute as well. */
function relativeTo(folder: string, image: string): string {
  return path.relative(folder, path.resolve(folder, image)).split(path.sep).join('/');
}

function statusOf(result: SyncResult): number {
  const done = result.direction === 'to-s3' ? result.uploaded : result.downloaded;
  if (result.cancelled && done + result.deleted === 0) return NOTHING_DONE;
  const { failed, conflicts, refused, not_attempted, deletions_skipped } = result;
  const isWhole = failed + conflicts + refused + not_attempted + deletions_skipped === 0;
  return isWhole && !result.cancelled ? ALL_DONE : SOME_FAILED;
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

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
