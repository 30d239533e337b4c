import { SyncError } from '../core/errors.js';
import type { FileStore, LocalFile } from '../core/ports/fileStore.js';
import type { StyleAdapters } from './protocol/adapters.js';
import type { CaptionFileRequest, CaptionWrite } from './protocol/requests.js';
import type { CaptionFile } from './protocol/results.js';

/** A larger file is no caption that a person edits; its bytes are not read. Bytes. */
export const EDITED_LIMIT = 256 * 1024;

/**
 * One caption of a style with its bytes; `undefined` where it does not exist. Throws `missing-folder`,
 * `unreadable-file`, `changed-during-sync` where the file keeps changing.
 */
export async function readCaptionFile(
  request: CaptionFileRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<CaptionFile | undefined> {
  const files = await open(request, adapters);
  const found = await files.stat(request.file);
  if (found === undefined) return undefined;
  if (found.size > EDITED_LIMIT) return { file: found, bytes: undefined };
  try {
    const { file, bytes } = await files.read(request.file, signal);
    return { file, bytes };
  } catch (error) {
    if (error instanceof SyncError && error.code === 'missing-file') return undefined;
    throw error;
  }
}

/**
 * Writes one caption whole, if it still has the state `before` (`undefined`: it does not exist). Throws
 * `changed-during-sync`, `unsafe-name` where it is a link, `unwritable-file`, `disk-full`; then the file is as it was.
 */
export async function writeCaptionFile(
  request: CaptionWrite,
  adapters: Pick<StyleAdapters, 'openFolder'>,
  signal: AbortSignal,
): Promise<LocalFile> {
  const { file, bytes, before } = request;
  // A trainer may stop at a caption without a byte, so nothing here makes one.
  if (bytes.length === 0) throw new SyncError('bad-argument', { file, cause: 'A caption cannot be empty' });
  const files = await open(request, adapters);
  const accept = (): void => undefined;
  const written = await files.write(file, inOnePart(bytes), before, accept, signal);
  return written.file;
}

const open = (
  { folder, followLinks }: CaptionFileRequest,
  adapters: Pick<StyleAdapters, 'openFolder'>,
): Promise<FileStore> => adapters.openFolder(folder, { followLinks });

// eslint-disable-next-line @typescript-eslint/require-await -- a body is read asynchronously
async function* inOnePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
