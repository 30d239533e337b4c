import { verifyDownload, type Written } from './content.js';
import { SyncError } from './errors.js';
import type { ManifestEntry } from './manifest.js';
import { entryOf } from './manifestDraft.js';
import type { Download } from './plan.js';
import type { FileStore, ObjectDownload, ObjectStore } from './ports.js';
import { retryBody } from './retry.js';

export interface DownloadContext {
  readonly files: FileStore;
  readonly objects: ObjectStore;
}

/**
 * Fetches one object, verified before it takes its name. Returns what both sides hold then.
 * Throws `changed-during-sync` where either side is not what the plan saw, `wrong-bytes`, `object-missing`.
 */
export async function downloadObject(
  download: Download,
  { files, objects }: DownloadContext,
  signal: AbortSignal,
): Promise<ManifestEntry> {
  const { path, remote, replaces } = download;
  const begin = async (): Promise<ObjectDownload> => {
    await checkFileIsStill(download, files, signal);
    const arriving = await objects.get(remote.key, signal);
    if (arriving.head.etag === remote.etag) return arriving;
    arriving.discard();
    throw new SyncError('changed-during-sync', { file: path, cause: 'the object changed in S3' });
  };
  return retryBody(signal, begin, async (arriving) => {
    const { head, body } = arriving;
    const verify = (written: Written): void => verifyDownload(written, head, path);
    try {
      const written = await files.write(path, body, replaces?.file, verify, signal);
      return entryOf(written.file, written.sha256, head.etag);
    } finally {
      // A body that nobody reads to its end would keep its connection.
      arriving.discard();
    }
  });
}

/** An edit of the same size with its time put back: only the content shows it (the rest `FileStore.write` checks). */
async function checkFileIsStill(
  { path, replaces }: Download,
  files: FileStore,
  signal: AbortSignal,
): Promise<void> {
  if (replaces?.hashes === undefined) return;
  const now = await files.hash(path, signal);
  if (now.sha256 !== replaces.hashes.sha256) {
    throw new SyncError('changed-during-sync', { file: path, cause: 'the file changed on disk' });
  }
}
