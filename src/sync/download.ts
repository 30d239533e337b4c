import { verifyDownload } from './content.js';
import { SyncError } from './errors.js';
import type { ManifestEntry } from './manifest.js';
import { entryOf } from './manifestDraft.js';
import type { Download } from './plan.js';
import type { FileStore, ObjectStore } from './ports.js';
import { retryTransfer } from './retry.js';

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
  const { path, remote } = download;
  return retryTransfer(signal, async () => {
    await checkFileIsStill(download, files, signal);
    const arriving = await objects.get(remote.key, signal);
    const { head } = arriving;
    if (head.etag !== remote.etag) {
      arriving.discard();
      throw new SyncError('changed-during-sync', { file: path, cause: 'the object changed in S3' });
    }
    const verify = (written: Parameters<typeof verifyDownload>[0]): void =>
      verifyDownload(written, head, path);
    const written = await files.write(path, arriving.body, download.replaces?.file, verify, signal);
    return entryOf(written.file, written.sha256, head.etag);
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
