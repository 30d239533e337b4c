import { onTarget } from './onTarget.js';
import type { RunContext } from './runContext.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { Merge } from '../plan/plan.js';
import { uploadFile } from './upload.js';
import { writeLocal } from './writeLocal.js';

/** Writes the merged text of a caption to both sides: to the folder first, then to S3. */
export async function applyMerge(
  { path, text, local, s3, reason }: Merge,
  context: RunContext,
): Promise<ManifestEntry> {
  const bytes = Buffer.from(text, 'utf8');
  const replaces = { file: local.file, hashes: local };
  const written = await onTarget(path, () =>
    writeLocal({ path, body: inOnePiece(bytes), replaces, reason, verify: () => undefined }, context),
  );
  return uploadFile(
    {
      action: 'upload',
      path,
      reason: 'overwrites a change in the target',
      local: written.file,
      replaces: s3,
    },
    context,
  );
}

// eslint-disable-next-line @typescript-eslint/require-await -- the port takes a stream
async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
