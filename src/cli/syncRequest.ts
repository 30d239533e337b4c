import path from 'node:path';
import { DEFAULT_IMAGE_EXTENSIONS } from '../dataset/trainingImage.js';
import type { ApprovedRow, SyncRequest, UndoRequest } from '../operations/protocol/requests.js';
import type { Connection } from '../core/connection.js';
import type { ConnectionArguments, SyncArguments, UndoArguments } from './arguments.js';

/** Translates parsed arguments into requests to the operations. */

/** Name of the lock holder in the message that refuses a second sync. */
const LOCK_HOLDER = 'the command line';

/** `approved`: the rows of the plan of `--apply`. */
export function syncRequestOf(
  parsed: SyncArguments,
  approved: readonly ApprovedRow[] | undefined,
): SyncRequest {
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
    holder: LOCK_HOLDER,
    followLinks: parsed.followLinks,
    ...(style !== undefined && { styleId: style }),
    ...(parsed.images !== undefined && { images: parsed.images.map((image) => relativeTo(folder, image)) }),
    ...(parsed.only !== undefined && { only: parsed.only }),
    ...(approved !== undefined && { approved }),
    connection: connectionOf(parsed),
  };
}

export function undoRequestOf(parsed: UndoArguments): UndoRequest {
  const { concurrency, run, files, trustHistory, force } = parsed;
  const folder = path.resolve(parsed.folder);
  return {
    folder,
    connection: connectionOf(parsed),
    concurrency,
    holder: LOCK_HOLDER,
    trustHistory,
    force,
    followLinks: parsed.followLinks,
    ...(run !== undefined && { runId: run }),
    ...(files !== undefined && { files: files.map((file) => relativeTo(folder, file)) }),
  };
}

function connectionOf({
  region,
  profile,
  pathStyle,
  endpoint,
}: ConnectionArguments & Pick<SyncArguments | UndoArguments, 'endpoint'>): Connection {
  return {
    forcePathStyle: pathStyle,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
}

/** The path in the style of a file that the user names: relative to the folder, also as `./a.jpg`, or absolute. */
function relativeTo(folder: string, file: string): string {
  return path.relative(folder, path.resolve(folder, file)).split(path.sep).join('/');
}
